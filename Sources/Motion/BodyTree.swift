import PoiseBody

/// An end point of a bone: a joint, or the midpoint of two.
enum BodyPoint: Hashable, Sendable {
    case joint(Joint)
    /// The middle of the hips, which is the origin in space.
    case pelvis
    /// The middle of the shoulders.
    case chest
}

/// The skeleton as a tree of bones, from the middle of the hips outward.
///
/// The lines of `Skeleton`, which are drawn, form cycles around the trunk, the hands and the feet. The lines of a cycle
/// cannot all have a constant length and an arbitrary direction.
enum BodyTree {
    struct Bone: Sendable {
        let start: BodyPoint
        let end: BodyPoint

        /// The joints that the ends depend on.
        var joints: [Joint] { start.joints + end.joints }
    }

    /// All bones, inner before outer: from the hips to the knees, ankles, heels and toes, from the middle of the hips
    /// to the middle of the shoulders, and from there to the arms, hands and head.
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

    /// Limb bones of the left side.
    private static let limbs: [(Joint, Joint)] = [
        (.leftHip, .leftKnee), (.leftKnee, .leftAnkle), (.leftAnkle, .leftHeel), (.leftAnkle, .leftFootIndex),
        (.leftShoulder, .leftElbow), (.leftElbow, .leftWrist), (.leftWrist, .leftPinky), (.leftWrist, .leftIndex),
        (.leftWrist, .leftThumb),
    ]

    /// Returns the position of a point, meters.
    static func place(of point: BodyPoint, in world: [WorldPoint]) -> SIMD3<Double> {
        let joints = point.joints
        let sum = joints.reduce(SIMD3<Double>()) { sum, joint in
            let place = world[joint.rawValue]
            return sum + SIMD3(place.x, place.y, place.z)
        }
        return sum / Double(joints.count)
    }

    /// Returns the vector from a bone's start to its end, meters.
    static func vector(of bone: Bone, in world: [WorldPoint]) -> SIMD3<Double> {
        place(of: bone.end, in: world) - place(of: bone.start, in: world)
    }
}

extension BodyPoint {
    /// The joints whose midpoint the point is.
    var joints: [Joint] {
        switch self {
        case .joint(let joint): [joint]
        case .pelvis: [.leftHip, .rightHip]
        case .chest: [.leftShoulder, .rightShoulder]
        }
    }
}
