#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An angle of the body with a name that people use.
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
    /// Knee, ankle, tip of the foot: about 90 to 120 when standing; larger when the toes are stretched.
    case leftAnkle, rightAnkle
    /// Between the trunk (middle of the hips to middle of the shoulders) and the head (middle of the shoulders to middle
    /// of the ears): 180 with the head in line with the trunk, smaller when it is bent in any direction.
    case neck
    /// Inclination of the trunk: between the line from the middle of the hips to the middle of the shoulders and the
    /// upward direction of the picture. 0 upright, 90 lying, 180 upside down. The camera is taken to be level.
    case trunk

    /// The name in words, such as `left knee`.
    public var name: String { rawValue.separatedWords }
}

/// Where an angle is measured.
public enum AngleSpace: Sendable, Hashable {
    /// In space, from the world landmarks.
    case world
    /// In the plane of the picture, from the pixels: as a protractor on the screen would.
    case imagePlane
}

extension Pose {
    /// An angle of the body.
    ///
    /// - Parameters:
    ///   - angle: Which one; ``JointAngle`` says how each is defined.
    ///   - space: In space (default) or in the plane of the picture.
    ///   - minimumVisibility: How visible each joint of the angle has to be.
    /// - Returns: The angle, 0 to 180 degrees; `nil` when one of its joints is not seen (``isSeen(_:minimumVisibility:)``),
    ///   or when two of its points coincide.
    public func angle(
        at angle: JointAngle, in space: AngleSpace = .world,
        minimumVisibility: Double = Pose.defaultMinimumVisibility
    ) -> Angle? {
        let directions = angle.directions
        guard
            directions.joints.allSatisfy({ isSeen($0, minimumVisibility: minimumVisibility) }),
            let first = vector(directions.first, in: space),
            let second = vector(directions.second, in: space)
        else { return nil }
        // atan2 of cross and dot product stays exact near 0 and 180 degrees, where acos loses half its digits.
        let cross = (
            first.y * second.z - first.z * second.y,
            first.z * second.x - first.x * second.z,
            first.x * second.y - first.y * second.x
        )
        let sine = (cross.0 * cross.0 + cross.1 * cross.1 + cross.2 * cross.2).squareRoot()
        let cosine = first.x * second.x + first.y * second.y + first.z * second.z
        return Angle(radians: atan2(sine, cosine))
    }

    /// All angles whose joints are seen.
    public func angles(
        in space: AngleSpace = .world, minimumVisibility: Double = Pose.defaultMinimumVisibility
    ) -> [JointAngle: Angle] {
        var result: [JointAngle: Angle] = [:]
        for joint in JointAngle.allCases {
            result[joint] = angle(at: joint, in: space, minimumVisibility: minimumVisibility)
        }
        return result
    }

    /// The vector of a direction; `nil` when it has no length.
    private func vector(_ direction: Direction, in space: AngleSpace) -> WorldPoint? {
        let vector: WorldPoint
        switch direction {
        case .up: vector = WorldPoint(x: 0, y: -1, z: 0)
        case .between(let from, let to):
            let start = middle(of: from, in: space)
            let end = middle(of: to, in: space)
            vector = WorldPoint(x: end.x - start.x, y: end.y - start.y, z: end.z - start.z)
        }
        let squared = vector.x * vector.x + vector.y * vector.y + vector.z * vector.z
        return squared > 0 && squared.isFinite ? vector : nil
    }

    private func middle(of joints: [Joint], in space: AngleSpace) -> WorldPoint {
        var sum = WorldPoint(x: 0, y: 0, z: 0)
        for joint in joints {
            switch space {
            case .world:
                sum.x += worldPoint(joint).x
                sum.y += worldPoint(joint).y
                sum.z += worldPoint(joint).z
            case .imagePlane:
                sum.x += self[joint].position.x
                sum.y += self[joint].position.y
            }
        }
        let count = Double(joints.count)
        return WorldPoint(x: sum.x / count, y: sum.y / count, z: sum.z / count)
    }
}

/// One leg of an angle.
private enum Direction {
    /// Towards the top of the picture.
    case up
    /// From the middle of some joints to the middle of others.
    case between([Joint], [Joint])

    var joints: [Joint] {
        switch self {
        case .up: []
        case .between(let from, let to): from + to
        }
    }
}

extension JointAngle {
    fileprivate var directions: (first: Direction, second: Direction, joints: [Joint]) {
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
    /// run between middles of joints.
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
