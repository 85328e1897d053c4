/// A person found in a picture: 33 landmarks in the picture and in space, and how sure the networks are.
public struct Pose: Sendable, Hashable {
    /// The landmarks in the picture, by the raw value of ``Joint``. `[33]`
    public let landmarks: [Landmark]
    /// The same joints in space. `[33]`
    public let world: [WorldPoint]
    /// The score of the detection that led here, 0 to 1.
    public var score: Double
    /// Probability that there is a person in the region, from the landmark network, 0 to 1.
    public var presence: Double
    /// How well the network sees the limbs: the mean height of the peaks that it gives for the 12 joints from shoulders to
    /// wrists and from hips to ankles, 0 to 1; `nil` where nothing is known of it. Of poses between 0.4 and 0.5 two thirds
    /// are bad, of those above 0.8 one in 25.
    public var quality: Double?
    /// The part of the picture that the landmark network saw.
    public var region: Region
    /// Which pixels belong to the person, when it was asked for.
    public var mask: Mask?

    /// A pose from its parts.
    ///
    /// Both lists hold one element a joint, by the raw value of ``Joint``; other lengths are a programmer's mistake.
    public init(
        landmarks: [Landmark], world: [WorldPoint], score: Double, presence: Double, region: Region, mask: Mask? = nil,
        quality: Double? = nil
    ) {
        precondition(landmarks.count == Joint.allCases.count, "a pose has one landmark for each of the 33 joints")
        precondition(world.count == Joint.allCases.count, "a pose has one world point for each of the 33 joints")
        self.landmarks = landmarks
        self.world = world
        self.score = score
        self.presence = presence
        self.region = region
        self.mask = mask
        self.quality = quality
    }

    /// The joint in the picture.
    public subscript(joint: Joint) -> Landmark { landmarks[joint.rawValue] }

    /// The joint in space, metres.
    public func worldPoint(_ joint: Joint) -> WorldPoint { world[joint.rawValue] }

    /// Whether a joint can be relied on: inside the picture and at least as visible as asked.
    public func isSeen(_ joint: Joint, minimumVisibility: Double = Pose.defaultMinimumVisibility) -> Bool {
        self[joint].isInsideImage && self[joint].visibility >= minimumVisibility
    }

    /// Whether a joint is likely to be where it is given: ``Landmark/confidence`` is at least as high as asked, or nothing is
    /// known of it.
    public func isConfident(_ joint: Joint, minimumConfidence: Double = Pose.defaultMinimumConfidence) -> Bool {
        (self[joint].confidence ?? 1) >= minimumConfidence
    }

    /// The longer side of the body's box, pixels: of the upright rectangle round the joints that lie in the picture, or round
    /// all where none does. ``Landmark/confidence`` and ``Landmark/expectedError`` are about errors in this unit.
    public var boxSize: Double { Pose.boxSize(of: landmarks) }

    /// The longer side of the box of landmarks.
    package static func boxSize(of landmarks: [Landmark]) -> Double {
        func side(_ include: (Landmark) -> Bool) -> Double? {
            var (left, right, top, bottom) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
            for landmark in landmarks where include(landmark) {
                (left, right) = (min(left, landmark.position.x), max(right, landmark.position.x))
                (top, bottom) = (min(top, landmark.position.y), max(bottom, landmark.position.y))
            }
            let side = max(right - left, bottom - top)
            return side > 0 && side.isFinite ? side : nil
        }
        return side(\.isInsideImage) ?? side { _ in true } ?? 0
    }

    /// The visibility from which a joint counts as seen; MediaPipe's drawing uses the same.
    public static let defaultMinimumVisibility = 0.5
    /// The confidence from which a joint's place counts: below it, more than one joint in four is wrong. An angle takes three.
    public static let defaultMinimumConfidence = 0.75
}
