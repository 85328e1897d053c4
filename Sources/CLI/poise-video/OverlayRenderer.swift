import PoiseCommandSupport
import Poise
import PoiseVideo
import PoiseSupport

/// A renderer that draws people from recorded frames into their video.
struct OverlayRenderer {
    private var stored: RecordedFrames
    private let name: String
    private let video: String
    private let drawing: DrawnVideo
    /// The counts of the drawn frames and people.
    private(set) var count = TrackingSummary()

    /// - Parameters:
    ///   - stored: The recorded frames.
    ///   - name: The name of the source of the records, for messages.
    ///   - video: The name of the video, for messages.
    init(_ stored: RecordedFrames, named name: String, of video: String, into drawing: DrawnVideo) {
        self.stored = stored
        self.name = name
        self.video = video
        self.drawing = drawing
    }

    /// Draws until the video ends or the run is interrupted, and returns the failure that ended it otherwise. An
    /// interruption before the call is ignored.
    mutating func draw(into frames: VideoFrames, quiet: Bool) async -> Failure? {
        let wasInterrupted = Interruption.isRequested
        var progress = FrameProgress(total: stored.count, quiet: quiet)
        defer { progress.clear() }
        do {
            for try await frame in frames {
                if Interruption.isRequested, !wasInterrupted { return nil }
                guard let record = try stored.frame(at: frame.time) else { continue }
                try await drawing.add(record.people, in: frame)
                count.add(record.people)
                progress.show(count.frames)
            }
            try stored.finish()
            return nil
        } catch let missing as RecordedFrames.Missing {
            let consequence = count.frames > 0 ? "the drawing ends there" : "these are the results of another video"
            return Failure(
                name,
                "\(video) has no frame at \(brief(missing.time / .seconds(1), decimals: 3)) s, where one is expected; \(consequence)",
                .badData)
        } catch {
            return Failure(error, of: video)
        }
    }
}
