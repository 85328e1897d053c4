import Landmarks

/// For how much of a video a joint could not be seen.
public struct JointSight: Sendable, Hashable {
    /// The joint.
    public let joint: Joint
    /// Share of frames in which it lay inside the picture and was hidden: less visible than
    /// `Pose.defaultMinimumVisibility`.
    public let hidden: Double
    /// Share of frames in which it lay outside the picture.
    public let outside: Double

    /// Share of frames in which it gives no angle.
    public var missing: Double { hidden + outside }

    /// Share of frames without a joint. A choice: without one frame in ten gaps show in a curve, and without half of them
    /// even the median of its angle says nothing (half is the breakdown point of a median).
    public static let scale = VerdictScale(good: 0.1, fair: 0.5)

    /// The joints of the limbs: what angles are measured on.
    public static let limbJoints: [Joint] = [
        .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip, .rightHip, .leftKnee,
        .rightKnee, .leftAnkle, .rightAnkle,
    ]

    /// Looks at all 33 joints of a person, in their order; none where the person is in no frame.
    static func all(_ people: [PoseSequence.Person]) -> [JointSight] {
        guard !people.isEmpty else { return [] }
        return Joint.allCases.map { joint in
            let outside = people.count { !$0[joint].isInsideImage }
            let hidden = people.count {
                $0[joint].isInsideImage && $0[joint].visibility < Pose.defaultMinimumVisibility
            }
            let count = Double(people.count)
            return JointSight(joint: joint, hidden: Double(hidden) / count, outside: Double(outside) / count)
        }
    }

    /// What the joints of the limbs are worth together: a joint whose other side is seen costs one degree less, for from
    /// the side one arm and one leg are always behind the body.
    public static func verdict(of joints: [JointSight]) -> Verdict {
        let byJoint = Dictionary(uniqueKeysWithValues: joints.map { ($0.joint, scale.verdict(of: $0.missing)) })
        return limbJoints.compactMap { joint in
            guard let own = byJoint[joint], let other = byJoint[joint.mirrored] else { return nil }
            return own == .poor && other < .poor ? .fair : own
        }.max() ?? .good
    }
}
