/// How a feature map lies in memory channel by channel, for kernels whose lanes are pixels.
///
/// The rows of a channel follow each other with two zeros between them, and the channels with two rows of zeros. Seen as
/// one long line, a window is then a set of fixed distances, the same for every place, and what lies beyond the image's
/// border is zero: kernels walk along the line and need not know where rows end. What they compute for places between
/// rows is masked before it is stored.
struct PlanarLayout: Sendable, Hashable {
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

    /// Elements from a row to the next.
    var rowStride: Int { width + PlanarLayout.halo }
    /// Vectors from the first pixel to the last.
    var vectorCount: Int { (height * rowStride + lanes - 1) / lanes }
    /// Elements from a channel to the next: an odd number of cache lines, so that all sets of a cache are used.
    var planeStride: Int {
        let used = max((height + PlanarLayout.halo) * rowStride, height * rowStride + lanes)
        let line = AlignedMemory.elementAlignment
        return ((used + line - 1) / line | 1) * line
    }
    /// Elements from the begin of the memory to the first pixel of the first channel.
    var origin: Int { AlignedMemory.rounded(PlanarLayout.halo * (rowStride + 1)) }
    /// Elements behind the last channel: windows of the last vectors, of two with stride 2, reach as far.
    var margin: Int { 4 * lanes }

    /// Place of an element, counted from the begin of the memory.
    @inline(__always)
    func offset(_ y: Int, _ x: Int, _ channel: Int) -> Int { origin + channel * planeStride + y * rowStride + x }
}
