import CommandSupport
import Poise
import Video

/// Where the people of each frame go as JSON Lines.
struct PoseLines {
    private let output: LineOutput
    private var writer: PoseSequenceWriter

    init(_ output: LineOutput, header: PoseSequence.Header) {
        self.output = output
        writer = PoseSequenceWriter(header: header)
    }

    /// Writes the first line.
    func writeHeader() throws(Failure) {
        let line: String
        do { line = try writer.headerLine() } catch { throw failure(error) }
        try output.write(line)
    }

    /// Writes who is in the next frame.
    mutating func write(_ frame: PoseSequence.Frame) throws(Failure) {
        let line: String
        do { line = try writer.line(of: frame) } catch { throw failure(error) }
        try output.write(line)
    }

    /// Completes the file and gives it its name.
    func finish() throws(Failure) { try output.finish() }

    private func failure(_ error: PoseSequenceError) -> Failure {
        Failure(writer.header.file, "\(error)", .badData)
    }
}

extension PoseSequence.Frame {
    /// The people in a frame of a video.
    init(_ people: [TrackedPerson], in frame: VideoFrame, of header: PoseSequence.Header) {
        let size = PoseSequence.FrameSize(width: frame.image.width, height: frame.image.height)
        self.init(
            index: frame.index, time: frame.time / .seconds(1),
            people: people.map { PoseSequence.Person(id: $0.id, pose: $0.pose) },
            size: size == header.size ? nil : size)
    }
}

extension PoseSequence.Header {
    /// The rate to note: the stated one, or a usual one where none is stated that can be.
    static func rate(_ stated: Double?) -> Double { stated.flatMap { $0 > 0 && $0 <= 1000 ? $0 : nil } ?? 30 }
}
