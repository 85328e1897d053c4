/// The input rows under a window that moves down an image: a block of channels of them, with the zeros of the padding
/// at both ends, one behind the other in the scratch memory of a kernel. `[rows][columns][block]`
///
/// Pixels that a kernel reads again and again are neighbours here, in the first-level cache, and none of them is left or
/// right of the image.
struct RowWindow: Sendable {
    let geometry: WindowGeometry
    /// Output columns that there is room for the windows of.
    let segment: Int
    /// Elements from a row to the next.
    let rowLength: Int
    /// Rows that there is room for.
    private let capacity: Int

    /// Channels of a block: a cache line of them.
    static let block = AlignedMemory.elementAlignment
    /// Pixels that there is room for, unless a single window needs more: most of a first-level cache.
    private static let maximumPixels = 448

    init(_ geometry: WindowGeometry) {
        self.geometry = geometry
        capacity = 2 * geometry.window.height
        let columns = RowWindow.maximumPixels / capacity
        let most = max(1, (columns - geometry.window.width) / geometry.stride.width + 1)
        let segments = (geometry.output.width + most - 1) / most
        segment = (geometry.output.width + segments - 1) / segments
        rowLength = ((segment - 1) * geometry.stride.width + geometry.window.width) * RowWindow.block
    }

    /// Elements of scratch memory.
    var count: Int { capacity * rowLength }

    /// Moves the window down over an image, or over a part of its columns.
    ///
    /// - Parameters:
    ///   - rows: The output rows.
    ///   - columns: The output columns.
    ///   - channel: The first of the channels.
    ///   - body: Is given each output row, the rows of the window that lie inside the image there, and the first of the
    ///     input rows under these.
    @inline(__always)
    func slide(
        _ rows: Range<Int>, _ columns: Range<Int>, _ channel: Int, _ memory: KernelMemory,
        _ body: (_ row: Int, _ inside: Range<Int>, _ input: UnsafePointer<Float>) -> Void
    ) {
        // Input rows that are there, and the place of the first of them.
        var present = 0..<0
        var place = 0
        for row in rows {
            let inside = geometry.windowRows(at: row)
            let top = row * geometry.stride.height - geometry.padding.top
            let needed = top + inside.lowerBound..<top + inside.upperBound
            place = needed.lowerBound < present.upperBound ? place + needed.lowerBound - present.lowerBound : 0
            present = needed.lowerBound..<max(needed.lowerBound, present.upperBound)
            if place + needed.count > capacity {
                memory.scratch.update(from: memory.scratch + place * rowLength, count: present.count * rowLength)
                place = 0
            }
            for input in present.upperBound..<max(present.upperBound, needed.upperBound) {
                let target = memory.scratch + (place + input - needed.lowerBound) * rowLength
                fill(target, input, columns, channel, memory)
            }
            present = needed.lowerBound..<max(present.upperBound, needed.upperBound)
            body(row, inside, UnsafePointer(memory.scratch + place * rowLength))
        }
    }

    /// Copies an input row.
    private func fill(
        _ target: UnsafeMutablePointer<Float>, _ row: Int, _ columns: Range<Int>, _ channel: Int, _ memory: KernelMemory
    ) {
        let width = (columns.count - 1) * geometry.stride.width + geometry.window.width
        let left = columns.lowerBound * geometry.stride.width - geometry.padding.left
        let first = min(max(0, -left), width)
        let end = max(first, min(width, geometry.input.width - left))
        target.update(repeating: 0, count: first * RowWindow.block)
        (target + end * RowWindow.block).update(repeating: 0, count: (width - end) * RowWindow.block)

        let channels = geometry.input.channels
        copy(
            UnsafePointer(memory.values + geometry.input.offset)
                + (row * geometry.input.width + left + first) * channels + channel,
            to: target + first * RowWindow.block, pixels: end - first,
            channels: min(RowWindow.block, channels - channel))
    }

    /// Copies some channels of pixels that are neighbours.
    private func copy(
        _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, pixels: Int, channels: Int
    ) {
        let step = geometry.input.channels
        var (source, target) = (source, target)
        if channels == RowWindow.block {
            for _ in 0..<pixels {
                for lane in stride(from: 0, to: RowWindow.block, by: Lanes.scalarCount) {
                    store(load(source + lane), to: target + lane)
                }
                source += step
                target += RowWindow.block
            }
        } else {
            for _ in 0..<pixels {
                var lane = 0
                while lane + Lanes.scalarCount <= channels {
                    store(load(source + lane), to: target + lane)
                    lane += Lanes.scalarCount
                }
                while lane < channels {
                    target[lane] = source[lane]
                    lane += 1
                }
                source += step
                target += RowWindow.block
            }
        }
    }
}
