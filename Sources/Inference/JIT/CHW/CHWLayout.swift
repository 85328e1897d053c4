/// The CHW layout of a feature map, for kernels whose lanes are pixels.
///
/// Two zeros separate the rows of a channel, and two rows of zeros separate the channels. In this linear sequence a
/// window is a set of fixed distances, the same at every position, and everything beyond the border of the image is
/// zero: kernels iterate linearly and need not know where rows end. Their results between rows are masked before they
/// are stored.
struct CHWLayout: Sendable, Hashable {
    let height: Int
    let width: Int
    let channels: Int
    /// Pixels in a vector.
    let lanes: Int

    /// Zeros between two rows: the right border of one and the left border of the next.
    static let halo = 2

    init(height: Int, width: Int, channels: Int, lanes: Int) {
        self.height = height
        self.width = width
        self.channels = channels
        self.lanes = lanes
    }

    /// Elements between adjacent rows.
    var rowStride: Int { width + CHWLayout.halo }
    /// Vectors from the first pixel to the last.
    var vectorCount: Int { (height * rowStride + lanes - 1) / lanes }
    /// Elements between adjacent channels: an odd number of cache lines, so that all sets of a cache are used.
    var planeStride: Int {
        let used = max((height + CHWLayout.halo) * rowStride, height * rowStride + lanes)
        let line = AlignedMemory.elementAlignment
        return ((used + line - 1) / line | 1) * line
    }
    /// Offset of the first pixel of the first channel, in elements.
    var origin: Int { AlignedMemory.rounded(CHWLayout.halo * (rowStride + 1)) }
    /// Elements after the last channel, for the windows of the last vector, or of the last two vectors with stride 2.
    var margin: Int { 4 * lanes }

    /// Returns the offset of an element from the start of the memory.
    @inline(__always)
    func offset(_ y: Int, _ x: Int, _ channel: Int) -> Int { origin + channel * planeStride + y * rowStride + x }
}
