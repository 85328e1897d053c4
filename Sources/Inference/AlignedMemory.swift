import PoiseLibC

/// A block of elements that begins at a cache line; initially zero, freed with the object.
final class AlignedMemory: Sendable {
    nonisolated(unsafe) let start: UnsafeMutablePointer<Float>
    /// Number of elements.
    let count: Int
    /// The memory to free.
    nonisolated(unsafe) private let block: Block

    private enum Block {
        /// A block from `calloc`.
        case allocated(UnsafeMutableRawPointer)
        /// Mapped pages, some of which are guard pages.
        case mapped(UnsafeMutableRawBufferPointer)
    }

    /// Bytes in a cache line, which is also the size of the widest vector.
    static let alignment = 64
    /// Elements in a cache line.
    static let elementAlignment = alignment / MemoryLayout<Float>.stride

    /// Allocates memory for `count` elements.
    ///
    /// - Parameter guards: Offsets in the memory at which guard pages begin, in elements. With
    ///   ``EngineOptions/guardPages`` there is also one at each end.
    init(count: Int, guards: [Int] = []) {
        self.count = count
        let byteCount = max(count, 1) * MemoryLayout<Float>.stride
        if EngineOptions.current.guardPages != .none,
            let (mapping, start) = AlignedMemory.guarded(byteCount, guards, EngineOptions.current.guardPages)
        {
            block = .mapped(mapping)
            self.start = start.bindMemory(to: Float.self, capacity: max(count, 1))
            return
        }
        // Zeros that are never written take no memory: `calloc` returns pages that the system has already cleared.
        guard let memory = calloc(byteCount + AlignedMemory.alignment, 1) else {
            preconditionFailure("no memory is available for \(count) elements")
        }
        block = .allocated(memory)
        start = memory.alignedUp(toMultipleOf: AlignedMemory.alignment)
            .bindMemory(to: Float.self, capacity: max(count, 1))
    }

    /// Allocates a copy of an array.
    convenience init(_ values: [Float]) {
        self.init(count: values.count)
        start.update(from: values, count: values.count)
    }

    deinit {
        switch block {
        case .allocated(let memory): free(memory)
        case .mapped(let pages): munmap(pages.baseAddress, pages.count)
        }
    }

    /// Returns a number of elements rounded up to whole cache lines.
    static func rounded(_ count: Int) -> Int {
        (count + elementAlignment - 1) / elementAlignment * elementAlignment
    }

    /// Allocates memory between two guard pages, adjacent to the first or the second one.
    private static func guarded(
        _ byteCount: Int, _ guards: [Int], _ side: GuardPages
    ) -> (mapping: UnsafeMutableRawBufferPointer, start: UnsafeMutableRawPointer)? {
        let page = GuardPages.byteCount
        let used = (byteCount + alignment - 1) / alignment * alignment
        let inner = (used + page - 1) / page * page
        guard
            let memory = mmap(
                nil, inner + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            memory != MAP_FAILED
        else { return nil }
        let start = memory + page + (side == .after ? inner - used : 0)
        for place in [memory, memory + page + inner] + guards.map({ start + $0 * MemoryLayout<Float>.stride }) {
            guard mprotect(place, page, PROT_NONE) == 0 else {
                munmap(memory, inner + 2 * page)
                return nil
            }
        }
        return (UnsafeMutableRawBufferPointer(start: memory, count: inner + 2 * page), start)
    }
}
