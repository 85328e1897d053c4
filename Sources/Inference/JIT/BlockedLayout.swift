import PoiseMachineCode

/// The blocked layout of a feature map for the JIT kernels: `[blocks][height + 2 halo][width + 2 halo][block]`.
///
/// A pixel of a block is one vector. With the halo of zeros around each block, convolutions need no border cases:
/// padding is a smaller address. The input image of a network is one block of its three channels.
struct BlockedLayout: Sendable, Hashable {
    let height: Int
    let width: Int
    let channels: Int
    /// Channels in a block.
    let block: Int
    /// Columns of zeros on each side.
    let halo: Int
    /// Rows of zeros above and below.
    let rowHalo: Int

    /// Creates a layout with the same halo on all sides, unless `rowHalo` differs.
    init(height: Int, width: Int, channels: Int, block: Int, halo: Int, rowHalo: Int? = nil) {
        self.height = height
        self.width = width
        self.channels = channels
        self.block = block
        self.halo = halo
        self.rowHalo = rowHalo ?? halo
    }

    /// Creates the layout of a feature map, except an input image, among the values of a session.
    ///
    /// - Parameters:
    ///   - shape: The shape, `[1, height, width, channels]`.
    ///   - lanes: Channels in a block; a value with at most eight channels uses blocks of eight.
    init(shape: [Int], lanes: Int) {
        let narrowest = VectorWidth.eight.lanes
        self.init(
            height: shape[1], width: shape[2], channels: shape[3], block: shape[3] <= narrowest ? narrowest : lanes,
            halo: JITArena.halo)
    }

    /// Number of blocks; the last one is padded with channels of zeros.
    var blockCount: Int { (channels + block - 1) / block }
    /// Elements between adjacent rows.
    var rowStride: Int { (width + 2 * halo) * block }
    /// Elements between adjacent blocks.
    var blockStride: Int { (height + 2 * rowHalo) * rowStride }
    /// Offset of the first pixel, in elements.
    var origin: Int { rowHalo * rowStride + halo * block }
    /// Total number of elements.
    var count: Int { blockCount * blockStride }

    /// Returns the offset of an element from the start of the memory.
    @inline(__always)
    func offset(_ y: Int, _ x: Int, _ channel: Int) -> Int {
        origin + (channel / block) * blockStride + y * rowStride + x * block + channel % block
    }
}
