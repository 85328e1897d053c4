/// The nonzero weights of a convolution as one stream, in the order of use.
///
/// Input channels are processed in ranges. All outputs of a group are computed for one range before the next, so that
/// the input stays in the first-level cache. For each range and each output the stream holds:
///
///     number of pairs of entries (integer), bias, distance of the output in bytes (integer), unused
///     for each entry: distance of its channel in bytes (integer), weight
///
/// An odd number of entries is padded with one of weight zero. Outputs are ordered by their number of entries, so that
/// the processor predicts the iteration count of the loop. A vector of sixes precedes the outputs of the last range.
struct SparseWeights {
    /// `[outputs, 1, 1, inputs]`
    let weights: Network.Constant
    let bias: Network.Constant
    /// Consecutive ranges of input channels.
    let segments: [Range<Int>]
    /// Bytes between adjacent input channels.
    let channelBytes: Int
    /// Bytes between adjacent output channels.
    let outputBytes: Int
    /// Number of elements in a vector.
    let lanes: Int

    /// Elements in an entry, and in the head of an output before its entries.
    private static let entryLength = 2
    private static let headLength = 4

    private var inputs: Int { weights.shape[3] }

    /// Returns where the stream of some outputs begins for each range, relative to its first element, and its length.
    func places(outputs: Range<Int>) -> (segments: [Int], count: Int) {
        var starts: [Int] = []
        var count = 0
        for segment in segments {
            starts.append(count)
            if segment == segments.last { count += lanes }
            for output in outputs {
                let pairs = pairs(output * inputs + segment.lowerBound..<output * inputs + segment.upperBound)
                count += SparseWeights.headLength + 2 * pairs * SparseWeights.entryLength
            }
        }
        return (starts, count)
    }

    /// Writes the stream of some outputs.
    func fill(_ target: UnsafeMutablePointer<Float>, outputs: Range<Int>) {
        switch weights.elements {
        case .float16(let bits): fill(target, outputs, bits) { $0 & 0x7FFF == 0 ? nil : HalfPrecision.single($0) }
        case .float32(let values): fill(target, outputs, values) { $0 == 0 ? nil : $0 }
        }
    }

    /// - Parameter nonzero: A closure that returns a weight in single precision, or `nil` when it is zero.
    private func fill<Number>(
        _ target: UnsafeMutablePointer<Float>, _ outputs: Range<Int>, _ numbers: [Number],
        nonzero: (Number) -> Float?
    ) {
        let biases = bias.tensor.values
        var next = target
        /// Writes an integer and a floating-point value.
        func append(_ integer: Int, _ number: Float) {
            UnsafeMutableRawPointer(next).storeBytes(of: Int32(integer), as: Int32.self)
            next[1] = number
            next += SparseWeights.entryLength
        }
        numbers.withUnsafeBufferPointer { numbers in
            for segment in segments {
                if segment == segments.last {
                    for lane in 0..<lanes { next[lane] = 6 }
                    next += lanes
                }
                let ordered = outputs.map { output in
                    let row = output * inputs
                    return (
                        output: output, row: row, pairs: pairs(row + segment.lowerBound..<row + segment.upperBound)
                    )
                }.sorted { ($0.pairs, $0.output) < ($1.pairs, $1.output) }
                for (output, row, pairs) in ordered {
                    append(pairs, biases[output])
                    append((output - outputs.lowerBound) * outputBytes, 0)
                    let end = next + 2 * pairs * SparseWeights.entryLength
                    for channel in segment {
                        if let weight = nonzero(numbers[row + channel]) { append(channel * channelBytes, weight) }
                    }
                    while next < end { append(segment.lowerBound * channelBytes, 0) }
                }
            }
        }
    }

    /// Returns the number of pairs of entries for some weights; the loop over them runs at least once.
    private func pairs(_ range: Range<Int>) -> Int { max(1, (weights.nonzeroCount(range) + 1) / 2) }
}
