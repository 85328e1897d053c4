import PoiseJSON

/// An output for the records of images as JSON Lines.
package struct RecordOutput {
    private let output: LinesOutput

    /// - Parameters:
    ///   - path: The path that the user named; `-` is standard output.
    ///   - claimed: The other files of the run.
    package init(_ path: String, _ claimed: inout OutputRegistry) throws(Failure) {
        output = try LinesOutput(path, &claimed)
    }

    /// Writes the next record.
    package func add(_ record: ImageRecord) throws(Failure) {
        let line: String
        do { line = try record.jsonLine() } catch { throw Failure(record.file, "\(error)", .badData) }
        try output.write(line)
    }

    /// Completes the file, as ``LinesOutput/finish(isComplete:)`` does.
    @discardableResult
    package func finish(isComplete: Bool = true) throws(Failure) -> String? {
        try output.finish(isComplete: isComplete)
    }
}
