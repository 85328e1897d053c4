/// The memory of a session: one block for the values, and one of scratch for each thread. All zero at first.
final class Arena: Sendable {
    nonisolated(unsafe) let values: UnsafeMutablePointer<Float>
    nonisolated(unsafe) private let scratch: UnsafeMutablePointer<Float>
    private let scratchStride: Int

    /// A cache line, so that threads do not write to each other's.
    private static let alignment = 64

    init(count: Int, scratch scratchCount: Int, workers: Int) {
        func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
            let pointer = UnsafeMutableRawPointer.allocate(
                byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: Arena.alignment)
            return pointer.initializeMemory(as: Float.self, repeating: 0, count: max(count, 1))
        }
        scratchStride = (scratchCount + ArenaLayout.alignment - 1) / ArenaLayout.alignment * ArenaLayout.alignment
        values = allocate(count)
        scratch = allocate(scratchStride * workers)
    }

    deinit {
        values.deallocate()
        scratch.deallocate()
    }

    /// What a kernel may touch when it runs as the given worker.
    func memory(worker: Int) -> KernelMemory {
        KernelMemory(values: values, scratch: scratch + worker * scratchStride)
    }
}

/// What a kernel may touch while it runs.
struct KernelMemory {
    /// The values, at the offsets of the ``ArenaLayout``.
    let values: UnsafeMutablePointer<Float>
    /// Memory of this thread alone, as much as the kernel asked for.
    let scratch: UnsafeMutablePointer<Float>
}
