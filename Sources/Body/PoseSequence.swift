/// Results of a video: the people in each of its frames, with ids that stay the same through time.
public struct PoseSequence: Sendable, Hashable {
    /// Properties common to all frames.
    public var header: Header
    /// The frames, by time.
    public var frames: [Frame]

    /// Creates a sequence from its parts. Times increase from frame to frame.
    public init(header: Header, frames: [Frame] = []) {
        self.header = header
        self.frames = frames
    }

    /// The ids of all people in the sequence, ascending.
    public var ids: [Int] { Set(frames.flatMap { $0.people.map(\.id) }).sorted() }
}

extension PoseSequence {
    /// The video, and the network that processed it.
    public struct Header: Sendable, Hashable {
        /// The name of the video's file.
        public var file: String
        /// Columns of its first image.
        public var width: Int
        /// Rows of its first image.
        public var height: Int
        /// Rate of the processed frames per second, derived from the nominal rate of the video; each frame has its own
        /// time.
        public var framesPerSecond: Double
        /// The landmark network, such as `full`.
        public var model: String

        /// Creates a header from its values.
        public init(file: String, width: Int, height: Int, framesPerSecond: Double, model: String) {
            self.file = file
            self.width = width
            self.height = height
            self.framesPerSecond = framesPerSecond
            self.model = model
        }

        /// The identifiers of the joints, in the order of the landmarks.
        public var joints: [String] { Joint.allCases.map(\.identifier) }

        /// The size of the first image, and of all frames that state no other.
        public var size: ImageSize { ImageSize(width: width, height: height) }

        /// Whether a point lies inside images of this size.
        public func contains(_ point: PixelPoint) -> Bool { size.contains(point) }
    }

    /// The people in one frame of the video.
    public struct Frame: Sendable, Hashable {
        /// Index of the frame in the video, from 0.
        public var index: Int
        /// Presentation time, seconds.
        public var time: Double
        /// The people, each id once.
        public var people: [Person]
        /// The size of the frame's image if it differs from the header's: some videos change it in the middle.
        public var size: ImageSize?

        /// Creates a frame from its values.
        public init(index: Int, time: Double, people: [Person], size: ImageSize? = nil) {
            self.index = index
            self.time = time
            self.people = people
            self.size = size
        }

        /// Returns the person with an id, or `nil` if they are not in the frame.
        public func person(_ id: Int) -> Person? { people.first { $0.id == id } }
    }

    /// A person in a frame.
    public struct Person: Sendable, Hashable {
        /// The person's id, from 1; the same in all frames.
        public let id: Int
        /// Probability that there is a person in the region of interest, 0 to 1.
        public let presence: Double
        /// Quality of the limbs, 0 to 1 (``Pose/quality``); `nil` where it is unknown.
        public let quality: Double?
        /// Region of interest that the landmark network processed.
        public let region: RegionOfInterest
        /// The landmarks in the image, indexed by the raw value of ``Joint``. `[33]`
        public let landmarks: [Landmark]
        /// World landmarks: the same joints in space. `[33]`
        public let world: [WorldPoint]
        /// Limb pairs whose two limbs wrongly lie on one of them (limb confusion): their joints are unreliable.
        public var collapsed: Set<LimbPair>

        /// Creates a person from their values.
        ///
        /// Both lists of joints hold one element per joint, indexed by the raw value of ``Joint``; other lengths are a
        /// programming error.
        public init(
            id: Int, presence: Double, region: RegionOfInterest, landmarks: [Landmark], world: [WorldPoint],
            quality: Double? = nil, collapsed: Set<LimbPair> = []
        ) {
            precondition(landmarks.count == Joint.allCases.count, "a person has one landmark for each of the 33 joints")
            precondition(world.count == Joint.allCases.count, "a person has one world point for each of the 33 joints")
            self.id = id
            self.presence = presence
            self.quality = quality
            self.region = region
            self.landmarks = landmarks
            self.world = world
            self.collapsed = collapsed
        }

        /// Creates a person from an id and a pose. The pose's score and mask are not kept.
        public init(id: Int, pose: Pose) {
            self.init(
                id: id, presence: pose.presence, region: pose.region, landmarks: pose.landmarks, world: pose.world,
                quality: pose.quality)
        }

        /// The person as a pose, for angles and drawing. A sequence does not keep the detector's score; the presence
        /// replaces it.
        public var pose: Pose {
            Pose(
                landmarks: landmarks, world: world, score: presence, presence: presence, region: region,
                quality: quality)
        }

        /// The landmark of a joint in the image.
        public subscript(joint: Joint) -> Landmark { landmarks[joint.rawValue] }

        /// Returns the world landmark of a joint, meters.
        public func worldPoint(_ joint: Joint) -> WorldPoint { world[joint.rawValue] }
    }
}
