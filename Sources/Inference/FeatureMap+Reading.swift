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
        var source = start + (channel / block * blockStride + row * rowStride + channel % block)
        source += columns.lowerBound * block
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
