import PoiseSupport

import PoiseLibC

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
