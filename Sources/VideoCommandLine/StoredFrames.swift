import Poise
import Video

/// The frames of a sequence, to be found again in the video that they came from, by their times.
struct StoredFrames {
    private let frames: [PoseSequence.Frame]
    private let tolerance: Double
    /// How many were passed, in their order.
    private var passed = 0

    /// Containers round times to a millisecond, so that those of a copy in another container differ by as much; seconds.
    private static let rounding = 0.002
    /// Beyond this, no video has frames: thirty thousand years, seconds.
    fileprivate static let latest = 1e12
    /// Times of a sequence are rounded to this, seconds.
    private static let precision = 1e-6

    /// - Parameter frames: By time; at least one.
    init(_ frames: [PoseSequence.Frame]) {
        self.frames = frames
        let steps = zip(frames, frames.dropFirst()).map { $1.time - $0.time }
        // Neighbours are not to be taken for each other.
        tolerance = max(min(StoredFrames.rounding, (steps.min() ?? .infinity) / 4), StoredFrames.precision)
    }

    var count: Int { frames.count }

    /// When the first of them is shown.
    var start: Duration { frames.first?.shown ?? .zero }

    /// The part of the video in which they are.
    func selected(of video: VideoFile) -> VideoFrames {
        video.frames(
            from: start - .seconds(tolerance), to: (frames.last?.shown ?? .zero) + .seconds(2 * tolerance))
    }

    /// The frame that is shown at a time; `nil` when there is none. Times advance from call to call.
    ///
    /// - Throws: ``Missing`` when the video had no frame at a time before this one.
    mutating func frame(at time: Duration) throws(Missing) -> PoseSequence.Frame? {
        let time = time / .seconds(1)
        guard passed < frames.count, frames[passed].time <= time + tolerance else { return nil }
        guard frames[passed].time >= time - tolerance else { throw Missing(time: frames[passed].time) }
        passed += 1
        return frames[passed - 1]
    }

    /// Expects that all were passed.
    func finish() throws(Missing) {
        if passed < frames.count { throw Missing(time: frames[passed].time) }
    }

    /// The video has no frame where the sequence has one.
    struct Missing: Error {
        /// Seconds.
        let time: Double
    }
}

extension PoseSequence.Frame {
    /// When it is shown; a time that no video can have becomes the nearest that one can.
    var shown: Duration { .seconds(min(max(time, -StoredFrames.latest), StoredFrames.latest)) }
}
