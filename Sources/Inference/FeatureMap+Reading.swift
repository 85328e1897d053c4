// What other modules read of a map in bulk: loops over its elements stay in this one.
extension FeatureMap {
    /// The largest value of each row of each channel.
    ///
    /// Rows go by with several channels side by side, as they lie in blocks and in dense maps.
    /// - Parameter result: Takes them. `[channels][height]`
    package func rowMaxima(into result: UnsafeMutableBufferPointer<Float>) {
        precondition(result.count == channels * height, "there is a maximum for each row of each channel")
        var channel = 0
        while channel < channels {
            // A block is filled up to its end, also where there are no more channels. A dense map has one block, which
            // need not hold a whole number of groups: its last group overlaps the one before.
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

    /// A stretch of a row of one channel.
    ///
    /// - Parameters:
    ///   - row: Which row.
    ///   - columns: Which columns of it.
    ///   - channel: Which channel.
    ///   - result: Takes them, from its begin on.
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

    /// Channels that are looked at together.
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
