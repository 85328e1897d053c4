import CommandSupport
import Poise
import Video

/// A video with the people drawn into it, written while the next frame is looked at.
actor DrawnVideo {
    private var writer: VideoWriter?
    private let path: String

    init(_ path: String, options: VideoWriter.Options, audio: VideoWriter.Audio?) throws(Failure) {
        self.path = path
        do { writer = try VideoWriter(path: path, options: options, audio: audio) } catch { throw Failure(error) }
    }

    /// Draws the people into a frame, and writes it.
    func add(_ people: [Pose], in frame: VideoFrame) throws(Failure) {
        let drawing = people.isEmpty ? frame.image : frame.image.drawing(people)
        do { try writer?.write(drawing, at: frame.time) } catch { throw Failure(error) }
    }

    /// Completes the file and gives it its name.
    func finish() throws(Failure) {
        guard let writer = writer.take() else { return }
        do { try writer.finish() } catch { throw Failure(error) }
    }
}

extension Failure {
    /// What reading or writing a video failed with.
    init(_ error: VideoError) {
        let status: Status =
            switch error.reason {
            case .notFound, .isFolder, .notAFile, .cannotOpen: .noInput
            case .readFailed, .timedOut, .writeFailed: .inputOutput
            case .cannotCreate: .cannotCreate
            default: .badData
            }
        self.init(error.place, "\(error.reason)", status)
    }
}
