import CommandSupport
import Poise
import Video
import Tables

/// Draws people who are known already into the frames of the video in which they were found.
struct StoredDrawing {
    private var stored: StoredFrames
    private let name: String
    private let video: String
    private let drawing: DrawnVideo
    /// What was drawn.
    private(set) var count = Headcount()

    /// - Parameters:
    ///   - stored: Who is in which frame.
    ///   - name: Where this comes from.
    ///   - video: The name of the video.
    init(_ stored: StoredFrames, named name: String, of video: String, into drawing: DrawnVideo) {
        self.stored = stored
        self.name = name
        self.video = video
        self.drawing = drawing
    }

    /// Draws until the video ends or an interruption comes; one that has come before is over. What it ends with else.
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
        } catch let missing as StoredFrames.Missing {
            let consequence = count.frames > 0 ? "the drawing ends there" : "these are the results of another video"
            return Failure(
                name,
                "\(video) has no frame at \(brief(missing.time, decimals: 3)) s, as there should be; \(consequence)",
                .badData)
        } catch {
            return Failure(error, of: video)
        }
    }
}
