/// The memory of a session: one block for the values, and one of scratch for each thread.
final class Arena: Sendable {
    private let values: AlignedMemory
    private let scratch: AlignedMemory
    private let scratchStride: Int

    init(count: Int, guards: [Int], scratch scratchCount: Int, workers: Int) {
        scratchStride = AlignedMemory.rounded(scratchCount)
        values = AlignedMemory(count: count, guards: guards)
        scratch = AlignedMemory(count: scratchStride * workers)
    }

    /// What a kernel may touch when it runs as the given worker.
    func memory(worker: Int) -> KernelMemory {
        KernelMemory(values: values.start, scratch: scratch.start + worker * scratchStride)
    }
}

/// What a kernel may touch while it runs.
struct KernelMemory {
    /// The values, at the places that the compiler gave them.
    let values: UnsafeMutablePointer<Float>
    /// Memory of this thread alone, as much as the kernel asked for.
    let scratch: UnsafeMutablePointer<Float>
}
