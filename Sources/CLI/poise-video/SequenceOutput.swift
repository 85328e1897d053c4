import PoiseCommandSupport
import Poise
import PoiseVideo

/// A writer of the people of each frame as JSON Lines.
struct SequenceOutput {
    private let output: LinesOutput
    private var writer: PoseSequenceWriter
    private var isEmpty = true

    init(_ output: LinesOutput, header: PoseSequence.Header) {
        self.output = output
        writer = PoseSequenceWriter(header: header)
    }

    /// Writes the people of the next frame; before the first one, the header.
    mutating func write(_ frame: PoseSequence.Frame) throws(Failure) {
        try output.write(of: writer.header.file) {
            let header = isEmpty ? try writer.headerLine() + "\n" : ""
            return header + (try writer.line(of: frame))
        }
        isEmpty = false
    }

    /// Completes the file, as ``LinesOutput/finish(isComplete:)`` does.
    func finish(isComplete: Bool) throws(Failure) -> String? { try output.finish(isComplete: isComplete) }
}

extension PoseSequence.Frame {
    /// Creates the record of the people in a frame of a video.
    init(_ people: [TrackedPerson], in frame: VideoFrame, of header: PoseSequence.Header) {
        let size = ImageSize(width: frame.view.width, height: frame.view.height)
        self.init(
            index: frame.index, time: frame.time,
            people: people.map { TrackedPerson(id: $0.id, pose: $0.pose) },
            size: size == header.size ? nil : size)
    }
}

extension PoseSequence.Header {
    /// Returns the stated rate, frames per second; 30 if none is stated or it is not in (0, 1000].
    static func rate(_ stated: Double?) -> Double { stated.flatMap { $0 > 0 && $0 <= 1000 ? $0 : nil } ?? 30 }
}
