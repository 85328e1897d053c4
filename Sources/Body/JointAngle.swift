import PoiseLibC

/// A named angle of the body.
///
/// Joint angles are measured between two limbs and lie between 0 and 180 degrees: 180 is a straight limb. They are not
/// flexion angles: a knee bent by 90 degrees measures 90, one bent by 120 measures 60.
public enum JointAngle: String, CaseIterable, Sendable, Hashable, Codable {
    /// Shoulder, elbow, wrist.
    case leftElbow, rightElbow
    /// Elbow, shoulder, hip: 0 with the arm hanging at the side, 180 with the arm overhead.
    case leftShoulder, rightShoulder
    /// Shoulder, hip, knee: 180 standing straight.
    case leftHip, rightHip
    /// Hip, knee, ankle: 180 with the leg straight.
    case leftKnee, rightKnee
    /// Knee, ankle, tip of the foot: about 90 to 120 when standing; larger when the toes are pointed.
    case leftAnkle, rightAnkle
    /// Between the trunk (middle of the hips to middle of the shoulders) and the head (middle of the shoulders to
    /// middle of the ears): 180 with the head in line with the trunk, smaller when it is bent in any direction.
    case neck
    /// Inclination of the trunk: between the line from the middle of the hips to the middle of the shoulders and the
    /// upward direction of the image. 0 upright, 90 lying, 180 upside down. The camera is assumed to be level.
    case trunk

    /// The name in words, such as `left knee`.
    public var name: String { rawValue.separatedWords }
}

/// The space in which an angle is measured.
public enum AngleSpace: Sendable, Hashable {
    /// In space, from the world landmarks.
    case world
    /// In the image plane, from the pixels, as with a protractor on the screen.
    case imagePlane
}

extension Pose {
    /// Returns an angle of the body.
    ///
    /// - Parameters:
    ///   - angle: The angle; ``JointAngle`` defines each.
    ///   - space: Space (default) or the image plane.
    ///   - minimumVisibility: Minimum visibility of each joint of the angle.
    ///   - minimumConfidence: Minimum confidence of each joint of the angle, where it is known.
    /// - Returns: The angle, 0 to 180 degrees; `nil` when one of its joints is not visible
    ///   (``isVisible(_:minimumVisibility:)``) or not confident (``isConfident(_:minimumConfidence:)``), or when two of
    ///   its points coincide.
    public func angle(
        at angle: JointAngle, in space: AngleSpace = .world,
        minimumVisibility: Double = Pose.defaultMinimumVisibility,
        minimumConfidence: Double = Pose.defaultMinimumConfidence
    ) -> Angle? {
        guard
            angle.directions.joints.allSatisfy({ joint in
                isVisible(joint, minimumVisibility: minimumVisibility)
                    && isConfident(joint, minimumConfidence: minimumConfidence)
            })
        else { return nil }
        return angle.value { place(of: $0, in: space) }
    }

    /// Returns all angles whose joints are visible and confident.
    public func angles(
        in space: AngleSpace = .world, minimumVisibility: Double = Pose.defaultMinimumVisibility,
        minimumConfidence: Double = Pose.defaultMinimumConfidence
    ) -> [JointAngle: Angle] {
        var result: [JointAngle: Angle] = [:]
        for joint in JointAngle.allCases {
            result[joint] = angle(
                at: joint, in: space, minimumVisibility: minimumVisibility, minimumConfidence: minimumConfidence)
        }
        return result
    }

    /// Returns the position of a joint: meters in space, or pixels in the image plane.
    func place(of joint: Joint, in space: AngleSpace) -> SIMD3<Double> {
        switch space {
        case .world: SIMD3(worldPoint(joint).x, worldPoint(joint).y, worldPoint(joint).z)
        case .imagePlane: SIMD3(self[joint].position.x, self[joint].position.y, 0)
        }
    }
}

extension JointAngle {
    /// Returns the angle for given joint positions; `nil` when two of its points coincide.
    package func value(_ place: (Joint) -> SIMD3<Double>) -> Angle? {
        let legs = directions
        guard let first = legs.first.vector(place), let second = legs.second.vector(place) else { return nil }
        // atan2 of cross and dot product stays exact near 0 and 180 degrees, where acos loses half its digits.
        let cross = SIMD3(
            first.y * second.z - first.z * second.y,
            first.z * second.x - first.x * second.z,
            first.x * second.y - first.y * second.x)
        let sine = (cross * cross).sum().squareRoot()
        return Angle(radians: atan2(sine, (first * second).sum()))
    }
}

/// One leg of an angle.
enum Direction {
    /// Towards the top of the image.
    case up
    /// From the mean position of some joints to the mean position of others.
    case between([Joint], [Joint])

    var joints: [Joint] {
        switch self {
        case .up: []
        case .between(let from, let to): from + to
        }
    }

    /// Returns the vector from start to end; `nil` when it has no length.
    func vector(_ place: (Joint) -> SIMD3<Double>) -> SIMD3<Double>? {
        let vector: SIMD3<Double>
        switch self {
        case .up: vector = [0, -1, 0]
        case .between(let from, let to): vector = Direction.middle(of: to, place) - Direction.middle(of: from, place)
        }
        let squared = (vector * vector).sum()
        return squared > 0 && squared.isFinite ? vector : nil
    }

    private static func middle(of joints: [Joint], _ place: (Joint) -> SIMD3<Double>) -> SIMD3<Double> {
        joints.reduce(SIMD3.zero) { $0 + place($1) } / Double(joints.count)
    }
}

extension JointAngle {
    /// The joints that determine the angle.
    package var joints: [Joint] { directions.joints }

    var directions: (first: Direction, second: Direction, joints: [Joint]) {
        let legs = legs
        return (legs.0, legs.1, legs.0.joints + legs.1.joints)
    }

    private var legs: (Direction, Direction) {
        if let (first, vertex, second) = points {
            return (.between([vertex], [first]), .between([vertex], [second]))
        }
        let hips: [Joint] = [.leftHip, .rightHip]
        let shoulders: [Joint] = [.leftShoulder, .rightShoulder]
        return self == .neck
            ? (.between(shoulders, hips), .between(shoulders, [.leftEar, .rightEar]))
            : (.between(hips, shoulders), .up)
    }

    /// The three joints of an angle at a joint, the vertex in the middle; `nil` for neck and trunk, whose directions
    /// run between midpoints of joints.
    public var points: (first: Joint, vertex: Joint, second: Joint)? {
        switch self {
        case .leftElbow: (.leftShoulder, .leftElbow, .leftWrist)
        case .rightElbow: (.rightShoulder, .rightElbow, .rightWrist)
        case .leftShoulder: (.leftElbow, .leftShoulder, .leftHip)
        case .rightShoulder: (.rightElbow, .rightShoulder, .rightHip)
        case .leftHip: (.leftShoulder, .leftHip, .leftKnee)
        case .rightHip: (.rightShoulder, .rightHip, .rightKnee)
        case .leftKnee: (.leftHip, .leftKnee, .leftAnkle)
        case .rightKnee: (.rightHip, .rightKnee, .rightAnkle)
        case .leftAnkle: (.leftKnee, .leftAnkle, .leftFootIndex)
        case .rightAnkle: (.rightKnee, .rightAnkle, .rightFootIndex)
        case .neck, .trunk: nil
        }
    }
}
