import CommandSupport
import Outputs

/// Where JSON Lines go: to standard output, line by line, or into a file, which is written whole at the end.
struct RecordOutput {
    /// `nil` for standard output.
    private let file: OutputFile?
    /// The lines for the file.
    private var lines: [UInt8] = []

    /// - Parameters:
    ///   - path: What the user named; `-` is standard output.
    ///   - claimed: The other files of the run.
    init(_ path: String, _ claimed: inout ClaimedFiles) throws(Failure) {
        guard path != "-" else {
            file = nil
            return
        }
        let output = try OutputFile(Path(path))
        try claimed.claim(output.path)
        file = output
    }

    mutating func add(_ record: ImageRecord) throws(Failure) {
        let line: String
        do { line = try record.jsonLine() + "\n" } catch { throw Failure(record.file, "\(error)", .badData) }
        if file == nil { try StandardOutput.write(line) } else { lines += line.utf8 }
    }

    /// Writes the file.
    func finish() throws(Failure) { try file?.write(lines) }
}
