/// The input rows under a window that slides down an image, in the scratch memory of a kernel. `[rows][columns][block]`
///
/// Each row holds a block of channels with the zeros of the padding at both ends. Pixels that a kernel reads repeatedly
/// are adjacent here, in the first-level cache, and no pixel is left or right of the image.
struct RowWindow: Sendable {
    let geometry: WindowGeometry
    /// Maximum number of output columns whose windows fit.
    let segment: Int
    /// Elements between the starts of adjacent rows.
    let rowLength: Int
    /// Maximum number of rows.
    private let capacity: Int

    /// Channels in a block: one cache line.
    static let block = AlignedMemory.elementAlignment
    /// Maximum number of pixels, unless a single window needs more: most of a first-level cache.
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

    /// Slides the window down an image, or down a part of its columns.
    ///
    /// - Parameters:
    ///   - rows: The output rows.
    ///   - columns: The output columns.
    ///   - channel: The first channel of the block.
    ///   - memory: The memory of the kernel.
    ///   - body: A closure that receives each output row, the rows of the window that are inside the image there, and a
    ///     pointer to the first input row under them.
    @inline(__always)
    func slide(
        _ rows: Range<Int>, _ columns: Range<Int>, _ channel: Int, _ memory: KernelMemory,
        _ body: (_ row: Int, _ inside: Range<Int>, _ input: UnsafePointer<Float>) -> Void
    ) {
        // The input rows in scratch memory, and the position of the first one.
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

    /// Copies an input row and adds its zeros.
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

    /// Copies some channels of adjacent pixels.
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
