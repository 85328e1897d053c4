import CommandSupport
import Poise
import Video

/// A video with the people drawn into it, written while the next frame is looked at.
actor DrawnVideo {
    private let style: OverlayStyle
    /// The time of the source that is time zero of the drawing.
    private let start: Duration
    private var writer: VideoWriter?
    /// The work on the last frame, and how that failed.
    private var pending: Task<Failure?, Never>?
    /// Why the source's sound is not in the drawing, or not all of it; known in the end.
    private(set) var audioObstacle: String?

    /// Begins a drawing of a video, with its sound.
    init(
        _ path: String, of video: VideoFile, frameRate: Double, style: OverlayStyle, from start: Duration
    ) throws(Failure) {
        try self.init(
            path, options: VideoWriter.Options(drawingAt: frameRate, color: video.color),
            audio: VideoWriter.Audio(of: video, start: start), style: style, from: start)
    }

    /// Begins a drawing of frames that come from elsewhere.
    init(_ path: String, options: VideoWriter.Options) throws(Failure) {
        try self.init(path, options: options, audio: nil, style: OverlayStyle(), from: .zero)
    }

    private init(
        _ path: String, options: VideoWriter.Options, audio: VideoWriter.Audio?, style: OverlayStyle,
        from start: Duration
    ) throws(Failure) {
        self.style = style
        self.start = start
        do { writer = try VideoWriter(path: path, options: options, audio: audio) } catch { throw Failure(error) }
    }

    /// Begins to draw the people into a frame and to write it.
    ///
    /// - Throws: ``Failure`` of the frame before, which is waited for.
    func add(_ people: [PoseSequence.Person], in frame: VideoFrame) async throws(Failure) {
        try await add(at: frame.time) { [style] in
            people.isEmpty
                ? frame.image
                : frame.image.drawing(people.map(\.pose), numbers: people.map(\.id), style: style)
        }
    }

    /// Begins to write a picture that is drawn by somebody else.
    ///
    /// - Throws: ``Failure`` of the frame before, which is waited for.
    func add(at time: Duration, _ draw: @escaping @Sendable () -> Image) async throws(Failure) {
        if let failure = await pending?.value { throw failure }
        pending = Task { write(draw(), at: time) }
    }

    /// Completes the file and gives it its name; with the frames before it, where one failed.
    ///
    /// - Parameter isComplete: Whether all that was planned has been drawn. If not, a file that stands under the name stays.
    /// - Returns: What went wrong, and where the drawing is, if not where the user named.
    func finish(isComplete: Bool) async -> (failure: Failure?, place: String?) {
        let failure = await pending?.value
        guard let writer = writer.take() else { return (failure, nil) }
        do throws(VideoError) {
            let (place, obstacle) = try writer.finish(isComplete: isComplete && failure == nil)
            audioObstacle = obstacle
            return (failure, place)
        } catch { return (failure ?? Failure(error), nil) }
    }

    private func write(_ drawing: Image, at time: Duration) -> Failure? {
        do throws(VideoError) {
            try writer?.write(drawing, at: time - start)
            return nil
        } catch { return Failure(error) }
    }
}

extension Failure {
    /// What reading or writing a video failed with.
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

    /// What an error of the video, the tracker or an output means for a run.
    init(_ error: any Error, of source: String) {
        switch error {
        case let failure as Failure: self = failure
        case let error as VideoError: self.init(error)
        default: self.init(source, "\(error)", .badData)
        }
    }
}
