#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where lines go as they come: to standard output, or into a file that gets its name when it is complete. Until then,
/// and when it never is, whatever stood there before stays.
package final class LineOutput {
    private let name: String
    private let descriptor: Int32
    /// The file aside, and its final path; `nil` for what is written to directly.
    private var aside: (temporary: String, final: String)?
    private var buffer: [UInt8] = []

    private static let bufferCount = 1 << 16

    /// - Parameters:
    ///   - path: What the user named; `-` is standard output.
    ///   - claimed: The other files of the run.
    package init(_ path: String, _ claimed: inout ClaimedFiles) throws(Failure) {
        guard path != "-" else {
            name = "standard output"
            descriptor = STDOUT_FILENO
            return
        }
        let output = try OutputFile(Path(path))
        try claimed.claim(output.path)
        name = path
        if output.path.kind == .special {
            descriptor = open(path, O_WRONLY)
        } else {
            var template = Array((output.path.folder.appending(".poise-XXXXXX").text).utf8CString)
            descriptor = mkstemp(&template)
            aside = (String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), path)
        }
        guard descriptor >= 0 else {
            aside = nil
            throw Failure(path, "the file cannot be made: \(systemError())", .cannotCreate)
        }
        if aside != nil {
            let mask = umask(0)
            umask(mask)
            fchmod(descriptor, 0o666 & ~mask)
        }
    }

    deinit {
        if descriptor != STDOUT_FILENO, descriptor >= 0 { close(descriptor) }
        if let aside { unlink(aside.temporary) }
    }

    /// Writes a line. Standard output gets each at once.
    package func write(_ line: String) throws(Failure) {
        buffer += line.utf8
        buffer.append(UInt8(ascii: "\n"))
        if aside == nil || buffer.count >= LineOutput.bufferCount { try flush() }
    }

    /// Completes the file and gives it its name.
    package func finish() throws(Failure) {
        try flush()
        guard let aside else { return }
        guard fsync(descriptor) == 0, rename(aside.temporary, aside.final) == 0 else {
            throw Failure(name, "writing failed: \(systemError())", .inputOutput)
        }
        self.aside = nil
    }

    private func flush() throws(Failure) {
        defer { buffer.removeAll(keepingCapacity: true) }
        guard writeAll(buffer, to: descriptor) else {
            let reason = errno == EPIPE ? "the reader has closed it" : "writing failed: \(systemError())"
            throw Failure(name, reason, .inputOutput)
        }
    }
}
