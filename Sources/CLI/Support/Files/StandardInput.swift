import PoiseSupport
import Synchronization

import PoiseLibC

/// The standard input, named `-` in arguments.
package enum StandardInput {
    /// The name of the standard input in messages.
    package static let name = "standard input"

    /// Returns the name of an input in messages: "standard input" for `-`, otherwise the path.
    package static func name(of path: String) -> String { path == "-" ? name : path }

    /// Reads all bytes.
    ///
    /// - Throws: ``Failure`` if there are none or more than `maximumByteCount`, or if reading fails.
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

    /// Copies all bytes into an unlinked temporary file, for readers that seek, and returns a path by which this process
    /// can open it.
    package static func keep() throws(Failure) -> String {
        let descriptor = try namelessFile()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var count = 0
        while true {
            var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            // Unlike `read`, this returns on a signal, and within 200 ms of a signal that came just before.
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

    /// Bytes read ahead to recognize the format and not consumed yet.
    private static let ahead = Mutex<[UInt8]>([])

    /// Returns the first `count` bytes, or all if there are fewer, without consuming them.
    ///
    /// ``bytes(maximumByteCount:)`` still returns all bytes, and after ``handOver(maximumByteCount:)`` the program that
    /// replaces this one reads all of them.
    package static func beginning(_ count: Int) throws(Failure) -> [UInt8] {
        let bytes = try readAll(from: STDIN_FILENO, named: name, maximumByteCount: .max, atLeast: count)
        ahead.withLock { $0 = bytes }
        return Array(bytes.prefix(count))
    }

    /// Makes all bytes the standard input of the program that replaces this one, if the beginning has been read.
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
            "it cannot be copied to a temporary file: \(systemError(code)); TMPDIR can name another folder"
        return Failure(name, reason, .inputOutput)
    }
}
