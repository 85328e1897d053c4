import PoiseCommandSupport
import Poise
import PoiseVideo

/// A video with the people drawn into it, written while the next frame is processed.
actor DrawnVideo {
    private let style: OverlayStyle
    /// The time of the source that is time zero of the drawing.
    private let start: Duration
    private var writer: VideoWriter?
    /// The work on the last frame, with its failure as the result.
    private var pending: Task<Failure?, Never>?
    /// The reason why the sound of the source is missing or incomplete in the drawing; known after ``finish(isComplete:)``.
    private(set) var audioObstacle: String?

    /// Begins a drawing of a video, with its sound.
    init(
        _ path: String, of video: VideoFile, frameRate: Double, style: OverlayStyle, from start: Duration
    ) throws(Failure) {
        try self.init(
            path, frameRate: frameRate, color: video.color, audio: VideoWriter.Audio(of: video, start: start),
            style: style, from: start)
    }

    /// Begins a drawing of frames from another source, without sound.
    init(_ path: String, frameRate: Double, color: VideoColor) throws(Failure) {
        try self.init(
            path, frameRate: frameRate, color: color, audio: nil, style: OverlayStyle(), from: .zero)
    }

    private init(
        _ path: String, frameRate: Double, color: VideoColor, audio: VideoWriter.Audio?, style: OverlayStyle,
        from start: Duration
    ) throws(Failure) {
        self.style = style
        self.start = start
        // The rate determines how long the last frame is shown, and steps in MP4 are at most half an hour.
        let options = VideoWriter.Options(frameRate: max(frameRate, 0.001), color: color)
        do { writer = try VideoWriter(path: path, options: options, audio: audio) } catch { throw Failure(error) }
    }

    /// Begins to draw the people into a frame and to write it.
    ///
    /// - Throws: The ``Failure`` of the frame before, which is awaited.
    func add(_ people: [TrackedPerson], in frame: VideoFrame) async throws(Failure) {
        try await add(at: frame.time) { [style] in
            people.isEmpty
                ? frame.image
                : frame.image.drawing(people.map(\.pose), numbers: people.map(\.id), style: style)
        }
    }

    /// Begins to write an image that a closure draws.
    ///
    /// - Throws: The ``Failure`` of the frame before, which is awaited.
    func add(at time: Duration, _ draw: @escaping @Sendable () -> Image) async throws(Failure) {
        if let failure = await pending?.value { throw failure }
        pending = Task { write(draw(), at: time) }
    }

    /// Completes the file and gives it its name; after a failure it holds the frames before the failed one.
    ///
    /// - Parameter isComplete: Whether the whole drawing was written. If not, an existing file of that name stays.
    /// - Returns: The failure, and the path of the partial file, or `nil` if the drawing has the name that the user gave.
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
