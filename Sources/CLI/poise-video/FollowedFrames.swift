import Poise
import PoiseVideo

/// A tracker with the frames whose people are not finalized yet.
struct FollowedFrames {
    /// A frame of the video and the people in it.
    typealias Frame = (frame: VideoFrame, people: [TrackedPerson])

    private var tracker: PoseTracker
    private var waiting: [VideoFrame] = []

    init(_ tracker: PoseTracker) { self.tracker = tracker }

    /// Processes the next frame and returns the next finalized one; `nil` while smoothing delays the first frames.
    mutating func next(_ frame: VideoFrame) throws(TrackingError) -> Frame? {
        let settled = try tracker.trackDelayed(frame.image, at: frame.time)
        waiting.append(frame)
        return settled.map { (waiting.removeFirst(), $0.people) }
    }

    /// Flushes the tracker and returns the delayed frames, after the last one.
    mutating func rest() -> [Frame] {
        defer { waiting = [] }
        return zip(waiting, tracker.finish()).map { ($0, $1.people) }
    }
}
