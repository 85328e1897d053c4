import PoiseBody

/// The difference between the clock of a truth and that of a video.
public struct ClockShift: Sendable, Hashable {
    /// Seconds to add to a time of the video for the same moment in the truth.
    public let seconds: Double
    /// Correlation of the knees at this shift, -1 to 1; `nil` where it was not measured: no shift was searched, no knee is
    /// known, or the knees do not move.
    public let correlation: Double?

    /// Creates a shift from its values.
    public init(seconds: Double, correlation: Double? = nil) {
        (self.seconds, self.correlation) = (seconds, correlation)
    }

    /// The default largest shift, seconds. It must be less than half of a period of the movement: both knees together
    /// repeat with each step, about twice a second.
    public static let defaultRange = 0.2
    /// The longest range that is searched, seconds.
    public static let longestRange = 10.0
    /// Step of the search, seconds: the knee of a walking person turns by 2 degrees in it, at its fastest.
    static let step = 0.005

    /// Finds the shift at which the mean of both knees' angles correlates best with the truth; of equal ones, the
    /// smallest.
    ///
    /// - Parameters:
    ///   - observations: The person at times of the video, seconds.
    ///   - truth: The truth; without knees, the shift is 0.
    ///   - range: The largest shift, seconds, in both directions; at most ``longestRange``.
    init(of observations: [(time: Double, pose: Pose)], to truth: MotionTruth, within range: Double) {
        let knees = [JointAngle.leftKnee, .rightKnee].filter { truth.angles[$0] != nil }
        let observed = observations.map { ($0.time, completeMean(knees.map($0.pose.degrees(of:)))) }
        let steps = range > 0 ? Int(min(range, ClockShift.longestRange) / ClockShift.step + 1e-9) : 0
        var candidates: [(shift: ClockShift, pairs: Int)] = []
        for number in 0...steps where steps > 0 {
            for sign in number == 0 ? [0.0] : [-1, 1] {
                let seconds = sign * Double(number) * ClockShift.step
                let pairs = observed.compactMap { time, value -> (Double, Double)? in
                    guard let value, let moment = truth.moment(at: time + seconds),
                        let known = completeMean(knees.map { truth.degrees(of: $0, at: moment) })
                    else { return nil }
                    return (value, known)
                }
                candidates.append((ClockShift(seconds: seconds, correlation: pearson(pairs)), pairs.count))
            }
        }
        // A few frames correlate well by chance, where the recordings hardly overlap.
        let least = (candidates.map(\.pairs).max() ?? 0) / 2
        var best = ClockShift(seconds: 0)
        for (shift, pairs) in candidates where pairs >= least {
            guard let correlation = shift.correlation, correlation > best.correlation ?? -2 else { continue }
            best = shift
        }
        self = best
    }
}

/// Returns the mean of values; `nil` when one is unknown or there are none.
private func completeMean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty || known.count < values.count ? nil : known.reduce(0, +) / Double(known.count)
}

/// Returns Pearson's correlation of pairs; `nil` where one side does not vary.
private func pearson(_ pairs: [(Double, Double)]) -> Double? {
    let count = Double(pairs.count)
    let (first, second) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
        xx += (x - first) * (x - first)
        yy += (y - second) * (y - second)
        xy += (x - first) * (y - second)
    }
    // Angles that vary by rounding alone, less than a thousandth of a degree, do not correlate.
    guard min(xx, yy) > 1e-6 * count else { return nil }
    return xy / (xx * yy).squareRoot()
}

extension Pose {
    /// Returns an angle in space whether its joints are visible or not, degrees.
    func degrees(of angle: JointAngle) -> Double? { angle.value { SIMD3(worldPoint($0)) }?.degrees }
}
