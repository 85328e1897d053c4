import Landmarks

/// A point that a bone begins or ends at: a joint, or the middle between two.
enum BodyPoint: Hashable, Sendable {
    case joint(Joint)
    /// The middle of the hips, which is the origin in space.
    case pelvis
    /// The middle of the shoulders.
    case chest
}

/// The body as bones that hang together: a tree from the middle of the hips outward.
///
/// `Skeleton` has the lines that are drawn, which form rings: round the trunk, the hands and the feet. Not all lines of a ring
/// can have a constant length and any direction.
enum BodyTree {
    struct Bone: Sendable {
        let start: BodyPoint
        let end: BodyPoint

        /// The joints that its ends depend on.
        var joints: [Joint] { start.joints + end.joints }
    }

    /// All bones, inner ones before outer ones: from the hips to the knees, ankles, heels and toes, from the hips' middle to that
    /// of the shoulders, and from there to the arms and hands, and the head.
    static let bones: [Bone] = {
        var bones = [Bone(start: .pelvis, end: .chest)]
        func add(_ start: BodyPoint, _ ends: Joint...) { bones += ends.map { Bone(start: start, end: .joint($0)) } }
        add(.pelvis, .leftHip, .rightHip)
        add(.chest, .leftShoulder, .rightShoulder, .nose)
        for side in [false, true] {
            func own(_ joint: Joint) -> Joint { side ? joint.mirrored : joint }
            for (start, end) in limbs { add(.joint(own(start)), own(end)) }
        }
        add(.joint(.nose), .leftEyeInner, .leftEye, .leftEyeOuter, .rightEyeInner, .rightEye, .rightEyeOuter)
        add(.joint(.nose), .leftEar, .rightEar, .mouthLeft, .mouthRight)
        return bones
    }()

    /// Of the left.
    private static let limbs: [(Joint, Joint)] = [
        (.leftHip, .leftKnee), (.leftKnee, .leftAnkle), (.leftAnkle, .leftHeel), (.leftAnkle, .leftFootIndex),
        (.leftShoulder, .leftElbow), (.leftElbow, .leftWrist), (.leftWrist, .leftPinky), (.leftWrist, .leftIndex),
        (.leftWrist, .leftThumb),
    ]

    /// Where a point is, metres.
    static func place(of point: BodyPoint, in world: [WorldPoint]) -> SIMD3<Double> {
        let joints = point.joints
        let sum = joints.reduce(SIMD3<Double>()) { sum, joint in
            let place = world[joint.rawValue]
            return sum + SIMD3(place.x, place.y, place.z)
        }
        return sum / Double(joints.count)
    }

    /// From a bone's start to its end, metres.
    static func vector(of bone: Bone, in world: [WorldPoint]) -> SIMD3<Double> {
        place(of: bone.end, in: world) - place(of: bone.start, in: world)
    }
}

extension BodyPoint {
    /// The joints in whose middle the point lies.
    var joints: [Joint] {
        switch self {
        case .joint(let joint): [joint]
        case .pelvis: [.leftHip, .rightHip]
        case .chest: [.leftShoulder, .rightShoulder]
        }
    }
}
