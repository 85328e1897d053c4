import PoiseMotion
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
    /// (``GradeScale/angle``).
    ///
    /// Thigh and shank are 0.245 of the body's height each (Winter, "Biomechanics and Motor Control of Human Movement",
    /// 4th ed., table 4.1), and noise s of three joints in a line that are l apart is `sqrt(6) s / l` of the angle at
    /// the middle one.
    public static let relativeScale = GradeScale(
        good: radians(2) * segment / 6.0.squareRoot(), fair: radians(5) * segment / 6.0.squareRoot())

    private static let segment = 0.245
    private static func radians(_ degrees: Double) -> Double { Angle(degrees: degrees).radians }

    /// The grade: the worse of landmarks and angles; `nil` if nothing kept still.
    public var grade: Grade? {
        [relative.map(Jitter.relativeScale.grade), degrees.map(GradeScale.angle.grade)].compactMap { $0 }.max()
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
            for joint in Joint.limbs {
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

/// Accumulator of noise above 3 Hz in series while they change slowly.
struct StillNoise {
    /// Maximum rate of change that counts as still, units per second.
    private let slowest: Double
    /// The part above 3 Hz of all coordinates at all times that count.
    private var residuals: [Double] = []
    /// Time that the series kept still, seconds.
    private var time = 0.0

    /// Cut-off, hertz: half of the upper limit of human movement (6 Hz), above which a still person has no movement.
    private static let cutoff = 3.0
    /// The shortest segment that counts, seconds: shorter ones are turning points, not rest.
    private static let shortest = 0.5
    /// Minimum total time that a series must keep still, seconds.
    private static let leastTime = 1.0
    /// Share of the residuals that is left out, the largest ones.
    private static let trimmed = 0.05
    /// Root mean square of a standard normal distribution without its twentieth of largest magnitude:
    /// `sqrt(1 - 2 c p(c) / 0.95)` with c = 1.960, where the density p is 0.05845.
    private static let trimmedDeviation = 0.8712

    init(slowest: Double) { self.slowest = slowest }

    /// Adds the coordinates of one joint or angle.
    ///
    /// - Parameters:
    ///   - coordinates: One series per coordinate, of equal lengths.
    ///   - times: Times of the values, seconds, increasing without gaps.
    mutating func add(_ coordinates: [[Double]], at times: [Double]) {
        guard let rate = UniformResampler.rate(of: times), rate > 2 * StillNoise.cutoff,
            let filter = try? ZeroPhaseButterworth(cutoff: StillNoise.cutoff, rate: rate),
            // The filter returns shorter series unchanged, and thus without noise.
            times.count > 2 * filter.padding
        else { return }
        let sampling = UniformResampler(times: times, rate: rate)
        let slow = coordinates.map { sampling.apply(filter, to: $0) }
        let isStill = times.indices.dropFirst().map { index in
            let squared = slow.reduce(0) { $0 + ($1[index] - $1[index - 1]) * ($1[index] - $1[index - 1]) }
            return squared.squareRoot() < slowest * (times[index] - times[index - 1])
        }
        for run in isStill.indices.split(whereSeparator: { !isStill[$0] }) {
            // The step of an index leads to the next time.
            let (first, last) = (run.startIndex, run.endIndex)
            guard times[last] - times[first] >= StillNoise.shortest else { continue }
            time += times[last] - times[first]
            for (values, slow) in zip(coordinates, slow) {
                residuals += (first...last).map { values[$0] - slow[$0] }
            }
        }
    }

    /// The jitter; `nil` where the series did not keep still long enough.
    var value: Double? {
        guard time >= StillNoise.leastTime, !residuals.isEmpty else { return nil }
        let squares = residuals.map { $0 * $0 }.sorted()
        let kept = squares.prefix(max(1, Int((Double(squares.count) * (1 - StillNoise.trimmed)).rounded())))
        return (kept.reduce(0, +) / Double(kept.count)).squareRoot() / StillNoise.trimmedDeviation
    }

    /// Returns the segments of observations in which one person is present in every frame.
    static func stretches(of seen: [Sighting]) -> [[Sighting]] {
        let step = FrameTiming.usualStep(of: seen.map(\.time)) ?? 0
        var result: [[Sighting]] = []
        for sighting in seen {
            if let last = result.last?.last, last.person.id == sighting.person.id,
                sighting.time - last.time <= 1.75 * step
            {
                result[result.count - 1].append(sighting)
            } else {
                result.append([sighting])
            }
        }
        return result
    }
}
