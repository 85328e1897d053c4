import Files
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The standard input, which stands for a file named `-`.
package enum StandardInput {
    /// What messages call it.
    package static let name = "standard input"

    /// Returns what messages call an input: standard input for `-`, and else the path.
    package static func name(of path: String) -> String { path == "-" ? name : path }

    /// Reads everything there is, at least a byte.
    package static func bytes(maximumByteCount: Int) throws(Failure) -> [UInt8] {
        let beginning = ahead.withLock { ahead in
            defer { ahead = [] }
            return ahead
        }
        let bytes = try readAll(
            from: STDIN_FILENO, named: name, maximumByteCount: maximumByteCount, after: beginning)
        guard !bytes.isEmpty else { throw nothing }
        return bytes
    }

    /// Reads everything there is into a file that has no name, for readers that go back in it, and returns a path by which
    /// this process can open it.
    package static func keep() throws(Failure) -> String {
        let descriptor = try namelessFile()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var count = 0
        while true {
            var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            // Other than reading, this returns when a signal comes; and soon after one that came just before.
            let isReady = poll(&ready, 1, 200) > 0
            if Interruption.isRequested { throw Failure(nil, "interrupted before the first frame", .interrupted) }
            guard isReady else { continue }
            let received = read(STDIN_FILENO, &chunk, chunk.count)
            if received == 0 { break }
            guard received > 0 else {
                if errno == EINTR || errno == EAGAIN { continue }
                throw Failure(name, "reading failed: \(systemError())", .inputOutput)
            }
            count += received
            do { try writeAll(Array(chunk[..<received]), to: descriptor) } catch { throw notKept(error.code) }
        }
        guard count > 0 else { throw nothing }
        return "/proc/self/fd/\(descriptor)"
    }

    /// Bytes that were read to see what they are, and not taken yet.
    private static let ahead = Mutex<[UInt8]>([])

    /// Returns the first bytes without taking them: ``bytes(maximumByteCount:)`` gives all, and so does the program that this
    /// one becomes after ``handOver(maximumByteCount:)``.
    package static func beginning(_ count: Int) throws(Failure) -> [UInt8] {
        let bytes = try readAll(from: STDIN_FILENO, named: name, maximumByteCount: .max, atLeast: count)
        ahead.withLock { $0 = bytes }
        return Array(bytes.prefix(count))
    }

    /// Gives everything to the program that this one becomes, if the beginning has been read.
    package static func handOver(maximumByteCount: Int) throws(Failure) {
        guard ahead.withLock({ !$0.isEmpty }) else { return }
        let bytes = try bytes(maximumByteCount: maximumByteCount)
        let file = try namelessFile()
        defer { close(file) }
        do { try writeAll(bytes, to: file) } catch { throw notKept(error.code) }
        guard lseek(file, 0, SEEK_SET) == 0, dup2(file, STDIN_FILENO) >= 0 else { throw notKept() }
    }

    private static func namelessFile() throws(Failure) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        var template = Array(((folder.isEmpty ? "/tmp" : folder) + "/poise-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw notKept() }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private static var nothing: Failure { Failure(name, "there is nothing to read", .badData) }

    private static func notKept(_ code: Int32 = errno) -> Failure {
        let reason =
            "it cannot be kept in a temporary file: \(systemError(code)); TMPDIR can name another folder for it"
        return Failure(name, reason, .inputOutput)
    }
}
