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
        /// Presentation time.
        public var time: Duration
        /// The people, each id once.
        public var people: [TrackedPerson]
        /// The size of the frame's image if it differs from the header's: some videos change it in the middle.
        public var size: ImageSize?

        /// Creates a frame from its values.
        public init(index: Int, time: Duration, people: [TrackedPerson], size: ImageSize? = nil) {
            self.index = index
            self.time = time
            self.people = people
            self.size = size
        }

        /// ``time`` in seconds, for arithmetic.
        public var seconds: Double { time / .seconds(1) }

        /// Returns the person with an id, or `nil` if they are not in the frame.
        public func person(_ id: Int) -> TrackedPerson? { people.first { $0.id == id } }
    }
}
