import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
    /// Whether a person is likely to look at it as it is written.
    package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes all of a text; where that is not possible, there is nobody to tell.
    package static func write(_ text: String) { try? writeAll(Array(text.utf8), to: STDERR_FILENO) }
}

/// Everything there is to read, up to a limit so that an endless stream ends.
package func readAll(from descriptor: Int32, named name: String, maximumByteCount: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
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
}
