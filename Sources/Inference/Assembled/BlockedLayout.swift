/// How a feature map lies in memory for the assembled kernels: `[blocks][height + 2 halo][width + 2 halo][block]`.
///
/// A pixel of a block is one vector. The halo of zeros round each block spares convolutions all border cases: padding
/// is a smaller address. The network's picture is one block of its three channels.
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

    /// A layout with zeros all round, or with as many rows of them as are said.
    init(height: Int, width: Int, channels: Int, block: Int, halo: Int, rowHalo: Int? = nil) {
        self.height = height
        self.width = width
        self.channels = channels
        self.block = block
        self.halo = halo
        self.rowHalo = rowHalo ?? halo
    }

    /// How a feature map that is no picture lies among the values of a session.
    ///
    /// - Parameter lanes: Channels in a block; eight suffice for a value that has no more.
    init(shape: [Int], lanes: Int) {
        let narrowest = VectorWidth.eight.lanes
        self.init(
            height: shape[1], width: shape[2], channels: shape[3], block: shape[3] <= narrowest ? narrowest : lanes,
            halo: AssembledArena.halo)
    }

    /// Number of blocks; the last one is filled up with channels of zeros.
    var blockCount: Int { (channels + block - 1) / block }
    /// Elements from a row to the next.
    var rowStride: Int { (width + 2 * halo) * block }
    /// Elements from a block to the next.
    var blockStride: Int { (height + 2 * rowHalo) * rowStride }
    /// Elements from the begin of the memory to the first pixel.
    var origin: Int { rowHalo * rowStride + halo * block }
    /// Elements of memory in all.
    var count: Int { blockCount * blockStride }

    /// Place of an element, counted from the begin of the memory.
    @inline(__always)
    func offset(_ y: Int, _ x: Int, _ channel: Int) -> Int {
        origin + (channel / block) * blockStride + y * rowStride + x * block + channel % block
    }
}

/// A value's place in the arena.
enum AssembledPlace: Sendable {
    /// A feature map in blocks.
    case blocked(offset: Int, BlockedLayout)
    /// A feature map channel by channel.
    case planar(offset: Int, PlanarLayout)
    /// Any other tensor: dense, row-major.
    case plain(offset: Int, count: Int)
}
