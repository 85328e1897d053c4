import PoiseCommandSupport
import PoiseSupport
import Poise
import PoiseVideo

/// A results file written by `poise video --json`.
struct ResultsFile {
    private let file: String
    private let name: String
    private let bytes: [UInt8]

    /// The maximum size of a file, bytes: ten hours of one person.
    private static let maximumByteCount = 1 << 33

    /// Reads a file that must hold results.
    init(_ file: String) throws(Failure) {
        try self.init(file, at: file)
    }

    /// Reads a file that may hold results; `nil` if it is something else, for which the video reader reports the error.
    init?(ifResults file: String, at path: String) throws(Failure) {
        // No video container begins with a brace; JSON Lines do.
        guard Path(path).kind == .file, JSONText.isObject(beginningWith: Path(path).beginning(4)) else { return nil }
        try self.init(file, at: path)
    }

    private init(_ file: String, at path: String) throws(Failure) {
        self.file = file
        name = StandardInput.name(of: file)
        bytes = try Path(path).read(maximumByteCount: ResultsFile.maximumByteCount)
    }

    /// Returns the results of a time range.
    ///
    /// - Throws: ``Failure`` if the file is malformed or has no frames in the time range.
    func sequence(_ range: TimeRangeOptions) throws(Failure) -> PoseSequence {
        var sequence: PoseSequence
        do { sequence = try PoseSequence(jsonLines: bytes) } catch { throw Failure(name, "\(error)", .badData) }
        var picker = FramePicker(range.every)
        sequence.frames = sequence.frames.filter { range.takes($0.time, &picker) }
        sequence.header.file = file
        guard !sequence.frames.isEmpty else {
            throw Failure(name, "there are no frames in this time range of the results", .badData)
        }
        return sequence
    }
}
