import CommandSupport
import Poise
import Video

/// A video with the people drawn into it, written while the next frame is looked at.
actor DrawnVideo {
    private let source: String
    private let path: String
    private let options: VideoWriter.Options
    private let style: OverlayStyle
    /// The time on the source's clock that is time zero of the drawing.
    private let start: Duration
    private var writer: VideoWriter?
    /// The work on the last frame, and how that failed.
    private var pending: Task<Failure?, Never>?
    /// Whether the source's sound cannot lie in the drawing.
    private(set) var lacksSound = false

    /// Begins a drawing, with the sound of the source where that is a file: at a path.
    init(
        _ path: String, of source: String, at sourcePath: String? = nil, options: VideoWriter.Options,
        style: OverlayStyle = OverlayStyle(), from start: Duration = .zero
    ) throws(Failure) {
        self.source = source
        self.path = path
        self.options = options
        self.style = style
        self.start = start
        let audio = sourcePath.map { VideoWriter.Audio(path: $0, start: start) }
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
    func finish() async throws(Failure) {
        let failure = await pending?.value
        do throws(VideoError) { try writer.take()?.finish() } catch { throw failure ?? Failure(error) }
        if let failure { throw failure }
    }

    private func write(_ drawing: Image, at time: Duration) -> Failure? {
        do throws(VideoError) {
            do throws(VideoError) {
                try writer?.write(drawing, at: time - start)
            } catch {
                // Known before the first frame is written.
                guard case .cannotCopyAudio = error.reason else { throw error }
                lacksSound = true
                writer = try VideoWriter(path: path, options: options)
                try writer?.write(drawing, at: time - start)
            }
            return nil
        } catch {
            guard case .sizeChanged(let width, let height, let firstWidth, let firstHeight) = error.reason else {
                return Failure(error)
            }
            let sizes = "from \(firstWidth) x \(firstHeight) to \(width) x \(height) pixels"
            return Failure(source, "the size of the pictures changes \(sizes); the drawing ends there", .badData)
        }
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
