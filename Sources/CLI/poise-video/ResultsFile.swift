import PoiseCommandSupport
import PoiseSupport
import Poise
import PoiseVideo

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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
    init?(ifResults input: VideoInput) throws(Failure) {
        guard Path(input.path).kind == .file else { return nil }
        let descriptor = open(input.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // No video container begins with a brace; JSON Lines do.
        var start = [UInt8](repeating: 0, count: 4)
        let count = pread(descriptor, &start, start.count, 0)
        guard count > 0, JSONText.isObject(beginningWith: Array(start[..<count])) else { return nil }
        try self.init(input.file, at: input.path)
    }

    private init(_ file: String, at path: String) throws(Failure) {
        self.file = file
        name = StandardInput.name(of: file)
        bytes = try Path(path).read(maximumByteCount: ResultsFile.maximumByteCount)
    }

    /// Returns the results of a time range.
    ///
    /// - Throws: ``Failure`` if the file is malformed or has no frames in the time range.
    func sequence(_ stretch: TimeRangeOptions) throws(Failure) -> PoseSequence {
        var sequence: PoseSequence
        do { sequence = try PoseSequence(jsonLines: bytes) } catch { throw Failure(name, "\(error)", .badData) }
        var picker = FramePicker(stretch.every)
        sequence.frames = sequence.frames.filter { stretch.takes($0.time, &picker) }
        sequence.header.file = file
        guard !sequence.frames.isEmpty else {
            throw Failure(name, "there are no frames in this time range of the results", .badData)
        }
        return sequence
    }
}
