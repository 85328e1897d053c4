/// How a row of a narrow feature map lies in memory while a chain of steps runs by rows: `[channels][margin, width,
/// margin]`.
///
/// A vector holds neighbouring pixels of one channel, so that it is full however few channels there are. The margins of
/// zeros are the padding left and right.
struct RowLayout: Sendable, Hashable {
    let width: Int
    let channels: Int

    /// Elements beside a row, on each side: a vector of them, of which reading at any place of the row goes no further.
    static let margin = VectorWidth.sixteen.lanes

    /// Elements from a channel to the next.
    var channelStride: Int { width + 2 * RowLayout.margin }
    /// Elements of memory in all.
    var count: Int { channels * channelStride }
}
