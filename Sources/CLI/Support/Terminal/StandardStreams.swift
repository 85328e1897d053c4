import PoiseSupport
import PoiseLibC
import Synchronization

/// The standard output.
package enum StandardOutput {
    /// Writes all of a text.
    package static func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    /// Writes all of the bytes.
    package static func write(_ bytes: [UInt8]) throws(Failure) {
        do { try writeAll(bytes, to: STDOUT_FILENO) } catch { throw Failure(error, of: "standard output") }
    }
}

/// The standard error.
package enum StandardError {
    /// Whether standard error is a terminal, which a person is likely to read.
    package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes all of a text. An error is ignored, since there is no place to report it.
    package static func write(_ text: String) { try? writeAll(Array(text.utf8), to: STDERR_FILENO) }

    /// Discards what is written to standard error until ``Silence/end()``; `nil` if that is not possible. Other threads must
    /// not write to it in the meantime.
    package static func silence() -> Silence? {
        let kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        guard kept >= 0 else { return nil }
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { if nowhere >= 0 { close(nowhere) } }
        guard nowhere >= 0, dup2(nowhere, STDERR_FILENO) >= 0 else {
            close(kept)
            return nil
        }
        return Silence(kept: kept)
    }

    /// A period in which output to standard error is discarded.
    package struct Silence {
        fileprivate let kept: Int32

        /// Restores standard error.
        package func end() {
            dup2(kept, STDERR_FILENO)
            close(kept)
        }
    }
}

/// Reads all bytes of a descriptor.
///
/// - Parameters:
///   - beginning: Bytes that have been read before.
///   - enough: The number of bytes at which reading may end before the stream does.
/// - Throws: ``Failure`` if reading fails or there are more than `maximumByteCount` bytes, as in an endless stream.
package func readAll(
    from descriptor: Int32, named name: String, maximumByteCount: Int, after beginning: [UInt8] = [],
    atLeast enough: Int = .max
) throws(Failure) -> [UInt8] {
    var bytes = beginning
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < enough {
        let count = read(descriptor, &chunk, chunk.count)
        if count == 0 { return bytes }
        if count < 0 {
            switch errno {
            case EINTR: continue
            case EISDIR: throw Failure(name, "this is a folder, not a file", .noInput)
            default: throw Failure(name, "reading failed: \(systemError())", .inputOutput)
            }
        }
        bytes += chunk[..<count]
        guard bytes.count <= maximumByteCount else {
            throw Failure(name, "there are more than \(maximumByteCount) bytes", .badData)
        }
    }
    return bytes
}

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

    /// Returns a path by which this process can open an input for a reader that seeks: for `-` that of an unlinked temporary
    /// file into which all bytes are copied, otherwise the path itself.
    package static func seekablePath(of path: String) throws(Failure) -> String {
        guard path == "-" else { return path }
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

extension String {
    /// The text for one line of a terminal: line breaks and control characters are escaped, and a text of more than 1000
    /// characters (such as a name in a hostile file) is reduced to its beginning and its end.
    package var printable: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: text += scalar.escaped(asASCII: true)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text.count <= 1000 ? text : "\(text.prefix(600)) ... \(text.suffix(300))"
    }
}
