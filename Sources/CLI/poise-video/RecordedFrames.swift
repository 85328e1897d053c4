import Poise
import PoiseVideo
import PoiseCommandSupport
import PoiseSupport

/// The recorded frames of a sequence, matched by their times to the frames of the video that they came from.
struct RecordedFrames {
    private let frames: [PoseSequence.Frame]
    private let tolerance: Duration
    /// The number of frames matched so far, in order.
    private var passed = 0

    /// The tolerance of times: containers round times to a millisecond, so those of a copy in another container
    /// differ by as much.
    private static let rounding = Duration.milliseconds(2)
    /// The rounding of times in a sequence.
    private static let precision = Duration.microseconds(1)

    /// - Parameter frames: The frames in order of time; at least one.
    init(_ frames: [PoseSequence.Frame]) {
        self.frames = frames
        let steps = zip(frames, frames.dropFirst()).map { $1.time - $0.time }
        // Neighboring frames must not be confused.
        tolerance = max(
            min(RecordedFrames.rounding, (steps.min() ?? RecordedFrames.rounding * 4) / 4), RecordedFrames.precision)
    }

    var count: Int { frames.count }

    /// The time of the first frame.
    var start: Duration { frames.first?.time ?? .zero }

    /// Returns the frames of the time range of the video that holds the recorded frames.
    func selected(of video: VideoFile) -> VideoFrames {
        video.frames(from: start - tolerance, to: (frames.last?.time ?? .zero) + tolerance * 2)
    }

    /// Returns the recorded frame at a time, or `nil` if there is none. Times must increase from call to call.
    ///
    /// - Throws: ``Missing`` if the video had no frame at the time of an earlier recorded frame.
    mutating func frame(at time: Duration) throws(Missing) -> PoseSequence.Frame? {
        guard passed < frames.count, frames[passed].time <= time + tolerance else { return nil }
        guard frames[passed].time >= time - tolerance else { throw Missing(time: frames[passed].time) }
        passed += 1
        return frames[passed - 1]
    }

    /// Checks that all recorded frames were matched.
    ///
    /// - Throws: ``Missing`` if some were not.
    func finish() throws(Missing) {
        if passed < frames.count { throw Missing(time: frames[passed].time) }
    }

    /// The error of a video without a frame at the time of a recorded one.
    struct Missing: Error {
        /// The time of the recorded frame.
        let time: Duration
    }
}

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
