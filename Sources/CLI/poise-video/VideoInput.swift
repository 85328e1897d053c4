import PoiseCommandSupport
import Poise
import PoiseVideo

/// A video that a command reads: a file, or standard input, which is copied to an unlinked temporary file.
struct VideoInput {
    /// The name in JSON: the path that the user named, or `-`.
    let file: String
    /// The name in messages.
    let name: String
    let video: VideoFile

    /// Opens the video that the user named.
    init(_ file: String) throws(Failure) {
        try self.init(file, at: try StandardInput.seekablePath(of: file))
    }

    /// Opens the video that the user named, by a path that ``StandardInput/seekablePath(of:)`` returned.
    init(_ file: String, at path: String) throws(Failure) {
        self.file = file
        name = StandardInput.name(of: file)
        do { video = try VideoFile(path: path, named: name, staysOpen: true) } catch {
            throw error.reason == .notFound ? Failure.missing(file) : Failure(error)
        }
    }

    /// Returns the header of results of the frames at an interval.
    func header(every interval: FrameInterval = .every, model: ModelOption) -> PoseSequence.Header {
        PoseSequence.Header(
            file: file, width: video.width, height: video.height,
            framesPerSecond: interval.rate(of: PoseSequence.Header.rate(video.frameRate)), model: model.name)
    }
}

extension PoseSequence.Header {
    /// Returns the stated rate, frames per second; 30 if none is stated or it is not in (0, 1000].
    static func rate(_ stated: Double?) -> Double { stated.flatMap { $0 > 0 && $0 <= 1000 ? $0 : nil } ?? 30 }
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

extension Failure {
    /// Creates the failure for an error of reading or writing a video.
    init(_ error: VideoError) {
        let status: Status =
            switch error.kind {
            case .noInput: .noInput
            case .badData: .badData
            case .cannotWrite: .cannotCreate
            case .busy: .tryAgain
            case .inputOutput: .inputOutput
            }
        self.init(error.place, "\(error.reason)", status)
    }

    /// Creates the failure of a run for an error of the video, the tracker or an output.
    init(_ error: any Error, of source: String) {
        switch error {
        case let failure as Failure: self = failure
        case let error as VideoError: self.init(error)
        default: self.init(source, "\(error)", .badData)
        }
    }
}
