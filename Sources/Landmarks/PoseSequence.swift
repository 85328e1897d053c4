/// What a video gave: the people in each of its frames, under numbers that stay the same through time.
public struct PoseSequence: Sendable, Hashable {
    /// What holds for all frames.
    public var header: Header
    /// The frames, by time.
    public var frames: [Frame]

    /// A sequence from its parts. Times advance from frame to frame.
    public init(header: Header, frames: [Frame] = []) {
        self.header = header
        self.frames = frames
    }

    /// The numbers of all people in it, rising.
    public var ids: [Int] { Set(frames.flatMap { $0.people.map(\.id) }).sorted() }
}

extension PoseSequence {
    /// The video, and the network that looked at it.
    public struct Header: Sendable, Hashable {
        /// The name of the video's file.
        public var file: String
        /// Columns of its first image.
        public var width: Int
        /// Rows of its first image.
        public var height: Int
        /// Frames a second of those that were taken, by the rate that the video states; frames have their own times.
        public var framesPerSecond: Double
        /// The landmark network, such as `full`.
        public var model: String

        /// A header from its values.
        public init(file: String, width: Int, height: Int, framesPerSecond: Double, model: String) {
            self.file = file
            self.width = width
            self.height = height
            self.framesPerSecond = framesPerSecond
            self.model = model
        }

        /// The identifiers of the joints, in the order of the landmarks.
        public var joints: [String] { Joint.allCases.map(\.identifier) }

        /// The size of the first image, which is that of all frames that state no other.
        public var size: ImageSize { ImageSize(width: width, height: height) }

        /// Whether a point lies inside images of this size.
        public func contains(_ point: PixelPoint) -> Bool { size.contains(point) }
    }

    /// Who is in a frame.
    public struct Frame: Sendable, Hashable {
        /// The frame's number in the video, from 0.
        public var index: Int
        /// When it is shown, seconds.
        public var time: Double
        /// The people, each number once.
        public var people: [Person]
        /// The size of its image where it differs from the header's: some videos change it in the middle.
        public var size: ImageSize?

        /// A frame from its values.
        public init(index: Int, time: Double, people: [Person], size: ImageSize? = nil) {
            self.index = index
            self.time = time
            self.people = people
            self.size = size
        }

        /// The person of a number, where they are in the frame.
        public func person(_ id: Int) -> Person? { people.first { $0.id == id } }
    }

    /// A person in a frame.
    public struct Person: Sendable, Hashable {
        /// The person's number, from 1; the same in all frames.
        public let id: Int
        /// Probability that there is a person in the region, 0 to 1.
        public let presence: Double
        /// How well the network sees the limbs, 0 to 1 (``Pose/quality``); `nil` where nothing is known of it.
        public let quality: Double?
        /// The part of the picture that the landmark network saw.
        public let region: Region
        /// The landmarks in the picture, by the raw value of ``Joint``. `[33]`
        public let landmarks: [Landmark]
        /// The same joints in space. `[33]`
        public let world: [WorldPoint]
        /// Both limbs of these pairs lie on one of them, by mistake: their joints are not to be relied on.
        public var collapsed: Set<LimbPair>

        /// A person from their values.
        ///
        /// Both lists of joints hold one element a joint, by the raw value of ``Joint``; other lengths are a programmer's
        /// mistake.
        public init(
            id: Int, presence: Double, region: Region, landmarks: [Landmark], world: [WorldPoint],
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

        /// A pose under a number. Its score and its mask are not kept.
        public init(id: Int, pose: Pose) {
            self.init(
                id: id, presence: pose.presence, region: pose.region, landmarks: pose.landmarks, world: pose.world,
                quality: pose.quality)
        }

        /// The person as a pose, for angles and drawing. The detector's score is not kept in a sequence; the presence
        /// stands in for it.
        public var pose: Pose {
            Pose(
                landmarks: landmarks, world: world, score: presence, presence: presence, region: region,
                quality: quality)
        }

        /// The joint in the picture.
        public subscript(joint: Joint) -> Landmark { landmarks[joint.rawValue] }

        /// The joint in space, metres.
        public func worldPoint(_ joint: Joint) -> WorldPoint { world[joint.rawValue] }
    }
}
