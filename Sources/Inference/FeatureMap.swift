/// A read-only view of a feature map in memory: `[height, width, channels]`, dense, blocked or in CHW layout.
package struct FeatureMap {
    /// Number of rows, columns and channels.
    package let height: Int
    package let width: Int
    package let channels: Int
    /// The first pixel.
    let start: UnsafePointer<Float>
    /// Number of channels in a block, and the strides in elements between blocks and between rows.
    let block: Int
    let blockStride: Int
    let rowStride: Int

    /// Returns the element at a row, a column and a channel.
    package subscript(row: Int, column: Int, channel: Int) -> Float {
        pointer(row: row, column: column, channel: channel).pointee
    }

    /// Returns the address of an element.
    func pointer(row: Int, column: Int, channel: Int) -> UnsafePointer<Float> {
        start + (channel / block * blockStride + row * rowStride + column * block + channel % block)
    }

    /// Creates a view of a dense map.
    package init(dense elements: UnsafeBufferPointer<Float>, height: Int, width: Int, channels: Int) {
        guard let start = elements.baseAddress, elements.count == height * width * channels else {
            preconditionFailure("the map has \(height) x \(width) x \(channels) values")
        }
        self.init(
            shape: (height, width, channels), start: start, block: channels, blockStride: elements.count,
            rowStride: width * channels)
    }

    /// Creates a view of a value of a network, `[1, height, width, channels]`.
    init(_ place: ValueLayout, in memory: UnsafePointer<Float>) {
        switch place {
        case .dense(let offset, let shape):
            precondition(shape.count == 4, "a feature map requires four dimensions")
            self.init(
                shape: (shape[1], shape[2], shape[3]), start: memory + offset, block: shape[3],
                blockStride: shape.reduce(1, *),
                rowStride: shape[2] * shape[3])
        case .blocked(let offset, let layout):
            self.init(
                shape: (layout.height, layout.width, layout.channels), start: memory + (offset + layout.origin),
                block: layout.block,
                blockStride: layout.blockStride, rowStride: layout.rowStride)
        case .chw(let offset, let layout):
            self.init(
                shape: (layout.height, layout.width, layout.channels), start: memory + (offset + layout.origin),
                block: 1, blockStride: layout.planeStride,
                rowStride: layout.rowStride)
        }
    }

    init(
        shape: (height: Int, width: Int, channels: Int), start: UnsafePointer<Float>, block: Int, blockStride: Int,
        rowStride: Int
    ) {
        (height, width, channels) = shape
        self.start = start
        self.block = block
        self.blockStride = blockStride
        self.rowStride = rowStride
    }
}

// Bulk access to a map for other modules: the loops over elements stay in this module.
extension FeatureMap {
    /// Writes the maximum of each row of each channel.
    ///
    /// Several adjacent channels are processed together, as they are contiguous in blocks and in dense maps.
    /// - Parameter result: The buffer to write to. `[channels][height]`
    package func rowMaxima(into result: UnsafeMutableBufferPointer<Float>) {
        precondition(result.count == channels * height, "the result has one maximum per row and channel")
        var channel = 0
        while channel < channels {
            // A block is always padded to its full length. A dense map has one block, which need not hold a whole
            // number of groups: its last group overlaps the one before.
            let isDense = block == channels
            let first = isDense ? min(channel, max(channels - Group.scalarCount, 0)) : channel
            guard first % block + Group.scalarCount <= block else {
                for row in 0..<height { result[channel * height + row] = maximum(ofRow: row, channel: channel) }
                channel += 1
                continue
            }
            let source = start + (first / block * blockStride + first % block)
            let last = min(first + Group.scalarCount, channels)
            for row in 0..<height {
                var pixel = source + row * rowStride
                var largest = load(pixel)
                for _ in 1..<width {
                    pixel += block
                    let next = load(pixel)
                    largest = largest.replacing(with: next, where: next .> largest)
                }
                for index in first..<last { result[index * height + row] = largest[index - first] }
            }
            channel = last
        }
    }

    /// Copies a range of a row of one channel.
    ///
    /// - Parameters:
    ///   - row: Index of the row.
    ///   - columns: Range of columns.
    ///   - channel: Index of the channel.
    ///   - result: The memory to write to.
    package func read(
        row: Int, columns: Range<Int>, channel: Int, into result: UnsafeMutablePointer<Float>
    ) {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "the row has \(width) columns")
        precondition(row >= 0 && row < height && channel >= 0 && channel < channels, "the element is in the map")
        var source = pointer(row: row, column: columns.lowerBound, channel: channel)
        for index in 0..<columns.count {
            result[index] = source.pointee
            source += block
        }
    }

    /// Channels that are processed together.
    private typealias Group = SIMD8<Float>

    private func load(_ pointer: UnsafePointer<Float>) -> Group {
        UnsafeRawPointer(pointer).loadUnaligned(as: Group.self)
    }

    private func maximum(ofRow row: Int, channel: Int) -> Float {
        var largest = -Float.infinity
        for column in 0..<width { largest = max(largest, self[row, column, channel]) }
        return largest
    }
}

/// A copy of a feature map that outlives the next run of the session; its memory is reused.
package final class KeptFeatureMap {
    private var memory = AlignedMemory(count: 0)
    private var shape = (height: 0, width: 0, channels: 0)
    private var layout = (block: 1, blockStride: 0, rowStride: 0)

    package init() {}

    /// Copies a map, which replaces the one stored before.
    package func keep(_ map: FeatureMap) {
        shape = (map.height, map.width, map.channels)
        layout = (map.block, map.height * map.width * map.block, map.width * map.block)
        let blocks = (map.channels + map.block - 1) / map.block
        if memory.count < blocks * layout.blockStride { memory = AlignedMemory(count: blocks * layout.blockStride) }
        for block in 0..<blocks {
            for row in 0..<map.height {
                (memory.start + (block * layout.blockStride + row * layout.rowStride)).update(
                    from: map.start + (block * map.blockStride + row * map.rowStride), count: layout.rowStride)
            }
        }
    }

    /// Calls a closure with the stored map.
    package func withMap<Result>(_ body: (FeatureMap) -> Result) -> Result {
        body(
            FeatureMap(
                shape: shape, start: memory.start, block: layout.block, blockStride: layout.blockStride,
                rowStride: layout.rowStride))
    }
}
