import Landmarks

/// A person in a frame of a video.
public struct TrackedPerson: Sendable, Hashable {
    /// The person's number, from 1; it stays as long as the person does, and is not used again.
    public let id: Int
    /// Where the person is, smoothed.
    public internal(set) var pose: Pose
    /// The same as the network sees it in this frame alone.
    public let unfiltered: Pose
    /// Whether the person has been seen in enough frames in a row not to be a mistake.
    public let isConfirmed: Bool
}

/// Who is in a frame of a video.
public struct TrackedFrame: Sendable, Hashable {
    /// When it was taken, as it was given to the tracker.
    public let time: Duration
    /// The people, by number.
    public internal(set) var people: [TrackedPerson]
}
