/// Some channels of a 1x1 convolution's input, whose products are added to the sums of the pass before.
///
/// A panel may have more weights than the first-level cache holds. Its image is then walked over several times, each
/// time with as many of them as stay there from tile to tile. Sums wait in the output for the next pass, so that they
/// are the same to the bit.
struct ConvolutionPass: Hashable {
    let channels: Range<Int>
    let isFirst: Bool
    let isLast: Bool

    /// The most weights of a pass, in bytes: what the smallest of first-level caches holds, beside a little input.
    private static let maximumBytes = 28 << 10
    /// The most passes, each of which has code of its own.
    private static let maximumCount = 8

    /// All channels at once.
    static func whole(_ channels: Int) -> [ConvolutionPass] {
        [ConvolutionPass(channels: 0..<channels, isFirst: true, isLast: true)]
    }

    /// Passes about equally long, each of whole blocks of channels.
    static func passes(channels: Int, block: Int, bytesOfBlock: Int) -> [ConvolutionPass] {
        let blocks = (channels + block - 1) / block
        let count = min((blocks * bytesOfBlock + maximumBytes - 1) / maximumBytes, maximumCount, blocks)
        return (0..<count).map { index in
            let first = blocks * index / count * block
            let end = min(blocks * (index + 1) / count * block, channels)
            return ConvolutionPass(channels: first..<end, isFirst: index == 0, isLast: index == count - 1)
        }
    }
}
