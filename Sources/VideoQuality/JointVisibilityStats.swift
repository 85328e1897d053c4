import PoiseBody

/// Visibility statistics of a joint over a video.
public struct JointVisibilityStats: Sendable, Hashable {
    /// The joint.
    public let joint: Joint
    /// Share of frames in which the joint was inside the image and occluded: less visible than
    /// `Pose.defaultMinimumVisibility`.
    public let hidden: Double
    /// Share of frames in which the joint was outside the image.
    public let outside: Double

    /// Share of frames in which the joint yields no angle.
    public var missing: Double { hidden + outside }

    /// Thresholds of the share of frames without a joint. A choice: without one frame in ten, gaps show in a curve, and
    /// without half of them even the median of its angle is meaningless (half is the breakdown point of a median).
    public static let scale = GradeScale(good: 0.1, fair: 0.5)

    /// Returns the statistics of all 33 joints of a person, in their order; empty if the person is in no frame.
    static func all(_ people: [TrackedPerson]) -> [JointVisibilityStats] {
        guard !people.isEmpty else { return [] }
        return Joint.allCases.map { joint in
            let outside = people.count { !$0.pose[joint].isInsideImage }
            let hidden = people.count {
                $0.pose[joint].isInsideImage && $0.pose[joint].visibility < Pose.defaultMinimumVisibility
            }
            let count = Double(people.count)
            return JointVisibilityStats(joint: joint, hidden: Double(hidden) / count, outside: Double(outside) / count)
        }
    }

    /// Returns the common grade of the limb joints. A joint whose counterpart is visible costs one grade less, because
    /// one arm and one leg are always behind the body in a side view.
    public static func grade(of joints: [JointVisibilityStats]) -> Grade {
        let byJoint = Dictionary(uniqueKeysWithValues: joints.map { ($0.joint, scale.grade(of: $0.missing)) })
        return Joint.limbs.compactMap { joint in
            guard let own = byJoint[joint], let other = byJoint[joint.mirrored] else { return nil }
            return own == .poor && other < .poor ? .fair : own
        }.max() ?? .good
    }
}
