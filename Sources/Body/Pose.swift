import PoiseGeometry

/// A person detected in an image: 33 landmarks in the image and in space, and the scores of the networks.
public struct Pose: Sendable, Hashable {
    /// The landmarks in the image, indexed by the raw value of ``Joint``. `[33]`
    public package(set) var landmarks: [Landmark]
    /// World landmarks: the same joints in space. `[33]`
    public package(set) var world: [WorldPoint]
    /// Score of the detection that led to this pose, 0 to 1.
    public var score: Double
    /// Probability that there is a person in the region of interest, from the landmark network, 0 to 1.
    public var presence: Double
    /// Quality of the limbs: the mean height of the heatmap peaks of the 12 joints from shoulders to wrists and from
    /// hips to ankles, 0 to 1; `nil` where it is unknown.
    ///
    /// Two thirds of the poses between 0.4 and 0.5 are bad, and one in 25 above 0.8.
    public var quality: Double?
    /// Region of interest that the landmark network processed.
    public var region: RegionOfInterest
    /// Mask of the pixels that belong to the person; `nil` unless masks were requested.
    public var mask: Mask?

    /// Creates a pose from its parts.
    ///
    /// Both lists hold one element per joint, indexed by the raw value of ``Joint``; other lengths are a programming
    /// error.
    public init(
        landmarks: [Landmark], world: [WorldPoint], score: Double, presence: Double, region: RegionOfInterest,
        mask: Mask? = nil,
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

    /// The landmark of a joint in the image.
    public subscript(joint: Joint) -> Landmark {
        get { landmarks[joint.rawValue] }
        set { landmarks[joint.rawValue] = newValue }
    }

    /// Returns the world landmark of a joint, meters.
    public func worldPoint(_ joint: Joint) -> WorldPoint { world[joint.rawValue] }

    /// Moves the world landmark of a joint.
    public mutating func setWorldPoint(_ joint: Joint, to point: WorldPoint) { world[joint.rawValue] = point }

    /// Whether a joint is visible: inside the image, and its visibility is at least the given minimum.
    public func isVisible(_ joint: Joint, minimumVisibility: Double = Pose.defaultMinimumVisibility) -> Bool {
        self[joint].isInsideImage && self[joint].visibility >= minimumVisibility
    }

    /// Whether a joint is likely to be where it is given: ``Landmark/confidence`` is at least the given minimum, or
    /// unknown.
    public func isConfident(_ joint: Joint, minimumConfidence: Double = Pose.defaultMinimumConfidence) -> Bool {
        (self[joint].confidence ?? 1) >= minimumConfidence
    }

    /// The longer side of the body's box, pixels: the bounding box of the joints inside the image, or of all joints if
    /// there are none. ``Landmark/confidence`` and ``Landmark/expectedError`` refer to errors in this unit.
    public var boxSize: Double { Pose.boxSize(of: landmarks) }

    /// Returns the longer side of the bounding box of landmarks, pixels.
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

    /// The default visibility from which a joint counts as visible; MediaPipe's drawing uses the same value.
    public static let defaultMinimumVisibility = 0.5
    /// The default confidence from which a joint's position counts: below it, more than one joint in four is wrong, and
    /// an angle depends on three joints.
    public static let defaultMinimumConfidence = 0.75
}
