import PoiseJSON
import PoiseSupport
import Poise

/// A line-by-line output: standard output, or a file that gets its name when it is complete.
///
/// Until then, and if it is never completed, an existing file of that name stays.
package final class LinesOutput {
    private let name: String
    /// `nil` for standard output.
    private let file: AtomicFile?
    private var buffer: [UInt8] = []
    private var hasLines = false
    /// The failure of an earlier write; with one, the file is never completed and an existing file stays.
    private var failure: Failure?

    private static let bufferCount = 1 << 16

    /// - Parameters:
    ///   - path: The path that the user named; `-` is standard output.
    ///   - claimed: The other files of the run.
    package init(_ path: String, _ claimed: inout OutputRegistry) throws(Failure) {
        name = path
        let output = try OutputFile(Path(path))
        try claimed.claim(output.path)
        guard !output.path.isStandardStream else {
            file = nil
            return
        }
        do { file = try AtomicFile(path: path) } catch { throw Failure(error, of: path) }
    }

    /// Writes a line. Standard output, pipes and devices receive each line at once.
    package func write(_ line: String) throws(Failure) {
        hasLines = true
        buffer += line.utf8
        buffer.append(UInt8(ascii: "\n"))
        if file?.isAside != true || buffer.count >= LinesOutput.bufferCount { try flush() }
    }

    /// Writes the line that a closure returns.
    ///
    /// - Parameter subject: The name of the data that cannot be written if the closure throws.
    package func write(of subject: String, _ line: () throws -> String) throws(Failure) {
        let text: String
        do { text = try line() } catch { throw Failure(subject, "\(error)", .badData) }
        try write(text)
    }

    /// Completes the file and gives it its name; without a line there is no file.
    ///
    /// - Parameter isComplete: Whether the whole output was written. If not, an existing file of that name stays.
    /// - Returns: The path of the partial file, or `nil` if the output has the name that the user gave.
    @discardableResult
    package func finish(isComplete: Bool = true) throws(Failure) -> String? {
        if let failure { throw failure }
        try flush()
        guard let file, hasLines else { return nil }
        let place: String
        do { place = try file.commit(isComplete: isComplete) } catch { throw Failure(error, of: name) }
        return place == name ? nil : place
    }

    private func flush() throws(Failure) {
        defer { buffer.removeAll(keepingCapacity: true) }
        guard let file else { return try StandardOutput.write(buffer) }
        do { try file.write(buffer) } catch {
            let failure = Failure(error, of: name)
            self.failure = failure
            throw failure
        }
    }
}

/// A writer of the people of each frame as JSON Lines.
package struct SequenceOutput {
    private let output: LinesOutput
    private var writer: PoseSequenceWriter
    private var isEmpty = true

    package init(_ output: LinesOutput, header: PoseSequence.Header) {
        self.output = output
        writer = PoseSequenceWriter(header: header)
    }

    /// Writes the people of the next frame; before the first one, the header.
    package mutating func write(_ frame: PoseSequence.Frame) throws(Failure) {
        try output.write(of: writer.header.file) {
            let header = isEmpty ? try writer.headerLine() + "\n" : ""
            return header + (try writer.line(of: frame))
        }
        isEmpty = false
    }

    /// Completes the file, as ``LinesOutput/finish(isComplete:)`` does.
    package func finish(isComplete: Bool) throws(Failure) -> String? { try output.finish(isComplete: isComplete) }
}
