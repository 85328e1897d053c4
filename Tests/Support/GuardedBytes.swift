import Foundation

/// Memory beside a page that cannot be accessed: a read beyond one of its ends ends the process.
package final class GuardedBytes: Sendable {
    /// The end that is guarded.
    package enum Edge: CaseIterable, Sendable {
        case start, end
    }

    nonisolated(unsafe) private let pages: UnsafeMutableRawPointer
    private let pageBytes: Int
    private let count: Int
    private let edge: Edge

    package init(_ content: [UInt8], _ edge: Edge) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        count = content.count
        pageBytes = (content.count + page - 1) / page * page + 2 * page
        self.edge = edge
        guard
            let memory = mmap(nil, pageBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            memory != MAP_FAILED
        else { preconditionFailure("no memory") }
        pages = memory
        mprotect(memory, page, PROT_NONE)
        mprotect(memory + (pageBytes - page), page, PROT_NONE)
        UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.copyMemory(from: content, byteCount: count)
    }

    /// The memory.
    package var bytes: UnsafeRawBufferPointer {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let start = edge == .start ? pages + page : pages + (pageBytes - page - count)
        return UnsafeRawBufferPointer(start: start, count: count)
    }

    deinit { munmap(pages, pageBytes) }
}
