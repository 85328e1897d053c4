/// The memory of a session: one block for the values, and a scratch block for each thread.
final class Arena: Sendable {
    private let values: AlignedMemory
    private let scratch: AlignedMemory
    private let scratchStride: Int

    init(count: Int, guards: [Int], scratch scratchCount: Int, workers: Int) {
        scratchStride = AlignedMemory.rounded(scratchCount)
        values = AlignedMemory(count: count, guards: guards)
        scratch = AlignedMemory(count: scratchStride * workers)
    }

    /// Returns the memory that a kernel may access when it runs on the given worker.
    func memory(worker: Int) -> KernelMemory {
        KernelMemory(values: values.start, scratch: scratch.start + worker * scratchStride)
    }
}

/// The memory that a kernel may access while it runs.
struct KernelMemory {
    /// The values, at the offsets that the compiler assigned.
    let values: UnsafeMutablePointer<Float>
    /// Scratch memory of this thread alone, of the size that the kernel requires.
    let scratch: UnsafeMutablePointer<Float>
}
