/// A range of input channels of a 1x1 convolution whose products are added to the sums of the previous pass.
///
/// A panel may have more weights than the first-level cache holds. The image is then processed in several passes, each
/// with as many weights as stay in the cache between tiles. The output holds the sums for the next pass, so results are
/// bit-identical.
struct ConvolutionPass: Hashable {
    let channels: Range<Int>
    let isFirst: Bool
    let isLast: Bool

    /// Maximum size of the weights of a pass, in bytes: the smallest first-level cache, less a small part of the input.
    private static let maximumBytes = 28 << 10
    /// Maximum number of passes, each of which has its own code.
    private static let maximumCount = 8

    /// Returns a single pass over all channels.
    static func whole(_ channels: Int) -> [ConvolutionPass] {
        [ConvolutionPass(channels: 0..<channels, isFirst: true, isLast: true)]
    }

    /// Returns passes of about equal length, each of whole blocks of channels.
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
