/// A step of a plan, ready to run on the memory of a session.
///
/// Its work is cut into items that can run at the same time. The cut depends on the shapes alone, not on the number of
/// threads: the same numbers are multiplied in the same order whoever does it, so results are the same to the bit.
protocol Kernel: Sendable {
    /// Number of items.
    var itemCount: Int { get }
    /// Elements of scratch memory that an item needs.
    var scratchCount: Int { get }
    /// Computes one item.
    func run(item: Int, memory: KernelMemory)
}

extension Kernel {
    var scratchCount: Int { 0 }
}
