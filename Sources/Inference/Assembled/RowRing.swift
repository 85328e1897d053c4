/// The rows of a feature map that a window covers, in scratch memory: each row takes the place of the one that left the
/// window.
struct RowRing: Sendable {
    /// Where rows lie: one behind the other, with columns of zeros beside them.
    let layout: BlockedLayout
    /// Rows of the feature map. Those above and below, which a window may reach, are zeros.
    let imageRows: Int

    /// A ring for windows of some height.
    init(image: BlockedLayout, window: Int) {
        layout = BlockedLayout(
            height: window, width: image.width, channels: image.channels, block: image.block, halo: image.halo,
            rowHalo: 0)
        imageRows = image.height
    }

    /// The place of a row among the ring's: how many rows of a window that begins with it lie at the ring's begin.
    func position(_ row: Int) -> Int {
        let remainder = row % layout.height
        return remainder < 0 ? remainder + layout.height : remainder
    }

    /// Those of some rows, from the first on, that lie one behind the other.
    func stretch(_ rows: Range<Int>) -> Range<Int> {
        rows.prefix(layout.height - position(rows.lowerBound))
    }

    /// Makes zeros of the columns beside all rows.
    func clearHalo(_ memory: UnsafeMutablePointer<Float>) {
        let margin = layout.halo * layout.block
        for row in 0..<layout.blockCount * layout.height {
            let start = memory + row * layout.rowStride
            start.update(repeating: 0, count: margin)
            (start + (layout.rowStride - margin)).update(repeating: 0, count: margin)
        }
    }

    /// Makes zeros of a row of some blocks.
    func clear(row: Int, blocks: Range<Int>, _ memory: UnsafeMutablePointer<Float>) {
        for block in blocks {
            (memory + (block * layout.blockStride + position(row) * layout.rowStride))
                .update(repeating: 0, count: layout.rowStride)
        }
    }
}
