import Landmarks

/// How much the landmarks and angles of a person tremble while the person keeps still.
///
/// Of each coordinate what is faster than 3 Hz is taken, where the rest moves slowly, in stretches of half a second and more:
/// movement of people in that state has next to nothing there. Of what is left the root of the mean square counts. The largest
/// twentieth of the values, jumps and not trembling, is left out, and the result raised by what that takes from Gaussian noise.
public struct Jitter: Sendable, Hashable {
    /// The median over the joints of the limbs, pixels for each coordinate; `nil` where none kept still for a second.
    public let pixels: Double?
    /// The same in units of the body: the median of the longer side of the box round the landmarks.
    public let relative: Double?
    /// The median over the angles of the body in space, degrees; `nil` where none kept still for a second.
    public let degrees: Double?
    /// The joint that trembles most.
    public let worstJoint: Joint?
    /// How much it does, pixels.
    public let worstPixels: Double?
    /// The angle that trembles most.
    public let worstAngle: JointAngle?
    /// How much it does, degrees.
    public let worstDegrees: Double?

    /// Trembling of landmarks in units of the body that makes a knee's angle tremble by 2 and by 5 degrees
    /// (``VerdictScale/angle``). Thigh and shank are 0.245 of the body's height each (Winter, "Biomechanics and Motor Control of
    /// Human Movement", 4th ed., table 4.1), and noise s of three joints in a line that are l apart is `sqrt(6) s / l` of the
    /// angle at the middle one.
    public static let relativeScale = VerdictScale(
        good: radians(2) * segment / 6.0.squareRoot(), fair: radians(5) * segment / 6.0.squareRoot())

    private static let segment = 0.245
    private static func radians(_ degrees: Double) -> Double { Angle(degrees: degrees).radians }

    /// What it is worth: the worse of landmarks and angles; `nil` where nothing kept still.
    public var verdict: Verdict? {
        [relative.map(Jitter.relativeScale.verdict), degrees.map(VerdictScale.angle.verdict)].compactMap { $0 }.max()
    }

    /// Measures a person.
    ///
    /// - Parameters:
    ///   - seen: The person by time.
    ///   - size: Of the body, pixels.
    init(_ seen: [Sighting], size: Double?) {
        let stretches = StillNoise.stretches(of: seen)
        var joints: [(Joint, Double)] = []
        if let size, size > 0 {
            for joint in JointSight.limbJoints {
                var noise = StillNoise(slowest: Jitter.slowJoint * size)
                for stretch in stretches {
                    noise.add(
                        [stretch.map { $0.person[joint].position.x }, stretch.map { $0.person[joint].position.y }],
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

    /// Bodies a second below which a joint keeps still: 35 cm/s of an adult. Trembling of 0.02 bodies, four times what is
    /// usual, looks like 0.13.
    private static let slowJoint = 0.2
    /// Degrees a second below which an angle keeps still: the same at the end of a shank.
    private static let slowAngle = 45.0
}

/// A person at a time.
struct Sighting {
    let time: Double
    let person: PoseSequence.Person
}

/// The middle of numbers, or the mean of the two in the middle; `nil` without any.
func middle(of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
