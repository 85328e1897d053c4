import PoiseLibC

/// Memory that holds machine code: first written, then executed, never both at once. Freed with the object.
package final class ExecutableMemory: Sendable {
    nonisolated(unsafe) private let start: UnsafeMutableRawPointer
    private let byteCount: Int

    /// A method of allocating memory with code.
    package enum Method: Sendable, CaseIterable {
        /// Anonymous memory, written and then made executable.
        case protection
        /// A file in memory, written and then mapped as executable.
        case file
    }

    /// Copies code into executable memory.
    ///
    /// Where the system does not let writable memory become executable (systemd's `MemoryDenyWriteExecute`), a file in
    /// memory is mapped instead.
    ///
    /// - Parameters:
    ///   - code: The machine code.
    ///   - methods: The methods to try, in this order.
    /// - Returns: `nil` where the system allows none of them.
    package init?(_ code: [UInt8], methods: [Method] = Method.allCases) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        byteCount = max((code.count + page - 1) / page, 1) * page
        for method in methods {
            let memory =
                switch method {
                case .protection: ExecutableMemory.protected(code, byteCount)
                case .file: ExecutableMemory.mapped(code, byteCount)
                }
            guard let memory else { continue }
            start = memory
            return
        }
        return nil
    }

    /// The address range of the memory.
    package var addresses: Range<UInt> { UInt(bitPattern: start)..<UInt(bitPattern: start) + UInt(byteCount) }

    deinit { munmap(start, byteCount) }

    /// Returns the function that begins at an offset of the code.
    package func function<Function>(at offset: Int, as type: Function.Type) -> Function {
        unsafeBitCast(start + offset, to: type)
    }

    private static func protected(_ code: [UInt8], _ byteCount: Int) -> UnsafeMutableRawPointer? {
        guard
            let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            memory != MAP_FAILED
        else { return nil }
        memory.copyMemory(from: code, byteCount: code.count)
        guard mprotect(memory, byteCount, PROT_READ | PROT_EXEC) == 0 else {
            munmap(memory, byteCount)
            return nil
        }
        return memory
    }

    private static func mapped(_ code: [UInt8], _ byteCount: Int) -> UnsafeMutableRawPointer? {
        #if os(Linux)
            // Swift's Glibc module does not declare `memfd_create`.
            typealias CreateFile = @convention(c) (UnsafePointer<CChar>, UInt32) -> Int32
            guard let symbol = dlsym(nil, "memfd_create") else { return nil }
            let closeOnExec: UInt32 = 1
            let file = unsafeBitCast(symbol, to: CreateFile.self)("poise", closeOnExec)
            guard file >= 0 else { return nil }
            defer { close(file) }
            guard ftruncate(file, byteCount) == 0, write(file, code, code.count) == code.count,
                let memory = mmap(nil, byteCount, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0), memory != MAP_FAILED
            else { return nil }
            return memory
        #else
            return nil
        #endif
    }
}
