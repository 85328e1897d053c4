import Poise
import Video

/// A tracker, and the frames whose people it has not told for good.
struct FollowedFrames {
    /// A frame of the video, and who is in it.
    typealias Frame = (frame: VideoFrame, people: [TrackedPerson])

    private var tracker: PoseTracker
    private var waiting: [VideoFrame] = []

    init(_ tracker: PoseTracker) { self.tracker = tracker }

    /// Takes the next frame, and gives out one that is done; none where smoothing holds the first ones back.
    mutating func next(_ frame: VideoFrame) throws(TrackingError) -> Frame? {
        let settled = try tracker.trackDelayed(frame.image, at: frame.time)
        waiting.append(frame)
        return settled.map { (waiting.removeFirst(), $0.people) }
    }

    /// The frames that are still held back, after the last one.
    mutating func rest() -> [Frame] {
        defer { waiting = [] }
        return zip(waiting, tracker.finish()).map { ($0, $1.people) }
    }
}
