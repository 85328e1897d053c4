import PoiseBody
import PoiseMotion
import PoiseVideoQuality

/// Lag and deviation of moving wrists and elbows.
package struct MovingMeasure: Sendable {
    /// The delay that fits the result to the truth best, by cross-correlation, milliseconds; negative when it is early.
    package let lag: Double
    /// The root mean square of a coordinate's distance from the truth, without a constant distance; thousandths of the
    /// longer side of the body's box.
    package let deviation: Double

    /// The joints that move.
    private static let joints: [Joint] = [.leftElbow, .rightElbow, .leftWrist, .rightWrist]
    /// The number of frames left out at either end: the settling of the filters, and delays beyond the ends.
    private static let margin = 12
    /// The longest delay, frames.
    private static let longest = 6
    /// Step of the delay, frames.
    private static let step = 0.02

    /// Measures the person of a clip; `nil` where no person is detected in some frames.
    ///
    /// - Parameters:
    ///   - found: Sequence to measure.
    ///   - truth: Ground truth of the same frames, which are evenly spaced.
    package init?(_ found: PoseSequence, truth: PoseSequence) {
        let (people, real) = (found.frames.compactMap(\.people.first), truth.frames.compactMap(\.people.first))
        guard people.count == real.count, people.count == found.frames.count, people.count > 4 * MovingMeasure.margin,
            let size = SequenceQuality(truth).size
        else { return nil }
        let inner = MovingMeasure.margin..<people.count - MovingMeasure.margin
        var pairs: [(found: [Double], truth: [Double])] = []
        for joint in MovingMeasure.joints {
            for value in [\PixelPoint.x, \.y] {
                pairs.append(
                    (
                        people.map { $0.pose[joint].position[keyPath: value] },
                        real.map { $0.pose[joint].position[keyPath: value] }
                    )
                )
            }
        }
        /// Returns the sum of the correlations at a delay, weighted by the motion of the coordinates.
        func correlation(_ delay: Double) -> Double {
            pairs.reduce(0) { sum, pair in
                let shifted = inner.map { MovingMeasure.value(of: pair.truth, at: Double($0) - delay) }
                let seen = inner.map { pair.found[$0] }
                let (one, other) = (MovingMeasure.centred(seen), MovingMeasure.centred(shifted))
                let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
                let energy = other.reduce(0) { $0 + $1 * $1 }
                return sum + (energy > 0 ? product / energy.squareRoot() : 0)
            }
        }
        let reach = Double(MovingMeasure.longest)
        let delays = Array(stride(from: -reach, through: reach, by: MovingMeasure.step))
        guard let best = delays.max(by: { correlation($0) < correlation($1) }) else { return nil }
        let squares = pairs.reduce(0) { sum, pair in
            let differences = MovingMeasure.centred(inner.map { pair.found[$0] - pair.truth[$0] })
            return sum + differences.reduce(0) { $0 + $1 * $1 } / Double(inner.count)
        }
        lag = best / truth.header.framesPerSecond * 1000
        deviation = 1000 * (squares / Double(pairs.count)).squareRoot() / size
    }

    /// Returns a series linearly interpolated at a position: at the speeds of arms the error is at most 2 % of the way.
    private static func value(of series: [Double], at place: Double) -> Double {
        let index = min(max(Int(place.rounded(.down)), 0), series.count - 2)
        return series[index] + (place - Double(index)) * (series[index + 1] - series[index])
    }

    private static func centred(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        return values.map { $0 - mean }
    }
}
