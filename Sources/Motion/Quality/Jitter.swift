import PoiseBody

/// Jitter of a person's landmarks and angles while the person keeps still.
///
/// Each coordinate's part above 3 Hz is evaluated where the rest moves slowly, in segments of half a second and more:
/// human movement has almost no power there. The jitter is the root mean square of that part. The largest twentieth of
/// the values is left out, because those are jumps and not jitter, and the result is corrected for what this takes from
/// Gaussian noise.
public struct Jitter: Sendable, Hashable {
    /// Median over the limb joints, pixels per coordinate; `nil` if no joint kept still for a second.
    public let pixels: Double?
    /// The same in units of the body: the median of the longer side of the bounding box of the landmarks.
    public let relative: Double?
    /// Median over the joint angles in space, degrees; `nil` if no angle kept still for a second.
    public let degrees: Double?
    /// The joint with the most jitter.
    public let worstJoint: Joint?
    /// Jitter of ``worstJoint``, pixels.
    public let worstPixels: Double?
    /// The angle with the most jitter.
    public let worstAngle: JointAngle?
    /// Jitter of ``worstAngle``, degrees.
    public let worstDegrees: Double?

    /// Thresholds of landmark jitter in units of the body: the jitter that changes a knee's angle by 2 and by 5 degrees
    /// (``VerdictScale/angle``).
    ///
    /// Thigh and shank are 0.245 of the body's height each (Winter, "Biomechanics and Motor Control of Human Movement",
    /// 4th ed., table 4.1), and noise s of three joints in a line that are l apart is `sqrt(6) s / l` of the angle at
    /// the middle one.
    public static let relativeScale = VerdictScale(
        good: radians(2) * segment / 6.0.squareRoot(), fair: radians(5) * segment / 6.0.squareRoot())

    private static let segment = 0.245
    private static func radians(_ degrees: Double) -> Double { Angle(degrees: degrees).radians }

    /// The grade: the worse of landmarks and angles; `nil` if nothing kept still.
    public var verdict: Grade? {
        [relative.map(Jitter.relativeScale.verdict), degrees.map(VerdictScale.angle.verdict)].compactMap { $0 }.max()
    }

    /// Measures the jitter of a person.
    ///
    /// - Parameters:
    ///   - seen: Observations of the person by time.
    ///   - size: Size of the body, pixels.
    init(_ seen: [Sighting], size: Double?) {
        let stretches = StillNoise.stretches(of: seen)
        var joints: [(Joint, Double)] = []
        if let size, size > 0 {
            for joint in JointVisibilityStats.limbJoints {
                var noise = StillNoise(slowest: Jitter.slowJoint * size)
                for stretch in stretches {
                    noise.add(
                        [
                            stretch.map { $0.person.pose[joint].position.x },
                            stretch.map { $0.person.pose[joint].position.y },
                        ],
                        at: stretch.map(\.time))
                }
                if let value = noise.value { joints.append((joint, value)) }
            }
        }
        var angles: [(JointAngle, Double)] = []
        for angle in JointAngle.allCases {
            var noise = StillNoise(slowest: Jitter.slowAngle)
            for stretch in stretches {
                let values = stretch.map { $0.person.pose.angle(at: angle)?.degrees }
                for run in values.indices.split(whereSeparator: { values[$0] == nil }) {
                    noise.add([run.compactMap { values[$0] }], at: run.map { stretch[$0].time })
                }
            }
            if let value = noise.value { angles.append((angle, value)) }
        }
        pixels = middle(of: joints.map(\.1))
        relative = pixels.flatMap { pixels in size.map { pixels / $0 } }
        degrees = middle(of: angles.map(\.1))
        let joint = joints.max { $0.1 < $1.1 }
        (worstJoint, worstPixels) = (joint?.0, joint?.1)
        let angle = angles.max { $0.1 < $1.1 }
        (worstAngle, worstDegrees) = (angle?.0, angle?.1)
    }

    /// Speed below which a joint counts as still, bodies per second: 35 cm/s for an adult. Jitter of 0.02 bodies, four
    /// times the usual, appears as 0.13.
    private static let slowJoint = 0.2
    /// Speed below which an angle counts as still, degrees per second: the same speed at the end of a shank.
    private static let slowAngle = 45.0
}

/// An observation of a person at a time.
struct Sighting {
    let time: Double
    let person: TrackedPerson
}

/// Returns the median of values, or the mean of the two in the middle; `nil` for no values.
func middle(of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
