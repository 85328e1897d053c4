/// A step of a plan, ready to run on the memory of a session.
///
/// The work is split into items that can run at the same time. The split depends on the shapes alone, not on the number
/// of threads: the operations and their order are the same on every thread, so results are bit-identical.
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
