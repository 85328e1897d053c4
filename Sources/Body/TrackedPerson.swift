/// A person in a frame of a video, with an id that stays the same through time.
public struct TrackedPerson: Sendable, Hashable {
    /// The id of the person, from 1; it stays as long as the person does, and is not used again.
    public let id: Int
    /// The pose, smoothed.
    public var pose: Pose
    /// The pose as estimated from this frame alone; `nil` where it was not kept, as in files.
    public var unfiltered: Pose?
    /// Whether the person has been observed in enough frames in a row not to be a mistake.
    public var isConfirmed: Bool
    /// Limb pairs whose two limbs wrongly lie on one of them (limb confusion): their joints are unreliable.
    public var collapsed: Set<LimbPair>

    /// Creates a person from their values.
    public init(
        id: Int, pose: Pose, unfiltered: Pose? = nil, isConfirmed: Bool = true, collapsed: Set<LimbPair> = []
    ) {
        self.id = id
        self.pose = pose
        self.unfiltered = unfiltered
        self.isConfirmed = isConfirmed
        self.collapsed = collapsed
    }
}

/// The people in a frame of a video.
public struct TrackedFrame: Sendable, Hashable {
    /// The time of the frame, as given to the tracker.
    public let time: Duration
    /// The people, by id.
    public var people: [TrackedPerson]

    /// Creates a frame from its values.
    public init(time: Duration, people: [TrackedPerson]) {
        self.time = time
        self.people = people
    }
}
