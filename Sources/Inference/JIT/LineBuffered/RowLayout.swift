import PoiseMachineCode

/// The layout of a row of a narrow feature map in a line-buffered chain: `[channels][margin, width, margin]`.
///
/// A vector holds adjacent pixels of one channel, so that it is full even with few channels. The margins of zeros are
/// the padding on the left and right.
struct RowLayout: Sendable, Hashable {
    let width: Int
    let channels: Int

    /// Elements on each side of a row: one vector, which is as far as a read at any position of the row can go.
    static let margin = VectorWidth.sixteen.lanes

    /// Elements between adjacent channels.
    var channelStride: Int { width + 2 * RowLayout.margin }
    /// Total number of elements.
    var count: Int { channels * channelStride }
}
