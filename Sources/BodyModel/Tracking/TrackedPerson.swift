import PoiseBody

/// A person in a frame of a video.
public struct TrackedPerson: Sendable, Hashable {
    /// The id of the person, from 1; it stays as long as the person does, and is not used again.
    public let id: Int
    /// The pose, smoothed.
    public internal(set) var pose: Pose
    /// The pose as estimated from this frame alone.
    public let unfiltered: Pose
    /// Whether the person has been observed in enough frames in a row not to be a mistake.
    public let isConfirmed: Bool
}

/// The people in a frame of a video.
public struct TrackedFrame: Sendable, Hashable {
    /// The time of the frame, as given to the tracker.
    public let time: Duration
    /// The people, by id.
    public internal(set) var people: [TrackedPerson]

    package init(time: Duration, people: [TrackedPerson]) {
        self.time = time
        self.people = people
    }
}
