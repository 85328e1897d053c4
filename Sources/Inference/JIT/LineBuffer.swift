/// A line buffer: the rows of a feature map under a window, in scratch memory.
///
/// Each row replaces the row that has left the window.
struct LineBuffer: Sendable {
    /// Layout of the rows: in sequence, with columns of zeros on both sides.
    let layout: BlockedLayout
    /// Number of rows of the feature map. Rows above and below, which a window may reach, are zeros.
    let imageRows: Int

    /// Creates a line buffer for windows of the given height.
    init(image: BlockedLayout, window: Int) {
        layout = BlockedLayout(
            height: window, width: image.width, channels: image.channels, block: image.block, halo: image.halo,
            rowHalo: 0)
        imageRows = image.height
    }

    /// Returns the position of a row in the buffer, which is also the number of rows that lie at the start of the
    /// buffer for a window beginning with that row.
    func position(_ row: Int) -> Int {
        let remainder = row % layout.height
        return remainder < 0 ? remainder + layout.height : remainder
    }

    /// Returns the leading part of a range of rows that is contiguous in the buffer.
    func segment(_ rows: Range<Int>) -> Range<Int> {
        rows.prefix(layout.height - position(rows.lowerBound))
    }

    /// Clears the columns of zeros on both sides of all rows.
    func clearHalo(_ memory: UnsafeMutablePointer<Float>) {
        let margin = layout.halo * layout.block
        for row in 0..<layout.blockCount * layout.height {
            let start = memory + row * layout.rowStride
            start.update(repeating: 0, count: margin)
            (start + (layout.rowStride - margin)).update(repeating: 0, count: margin)
        }
    }

    /// Clears a row of some blocks.
    func clear(row: Int, blocks: Range<Int>, _ memory: UnsafeMutablePointer<Float>) {
        for block in blocks {
            (memory + (block * layout.blockStride + position(row) * layout.rowStride))
                .update(repeating: 0, count: layout.rowStride)
        }
    }
}
