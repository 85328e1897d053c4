import Landmarks
import Motion

/// How late and how wrong the wrists and elbows of somebody who moves them are.
package struct MovingMeasure: Sendable {
    /// The delay at which what was found fits the truth best, by cross-correlation, milliseconds; negative when it is early.
    package let lag: Double
    /// The root of the mean square of how far a coordinate is from the truth, but for a constant distance; thousandths of
    /// the longer side of the body's box.
    package let deviation: Double

    /// The joints that move.
    private static let joints: [Joint] = [.leftElbow, .rightElbow, .leftWrist, .rightWrist]
    /// Frames at either end that are left out: the filters' settling, and delays beyond the ends.
    private static let margin = 12
    /// The longest delay, frames.
    private static let longest = 6
    /// Steps of the delay, in frames.
    private static let step = 0.02

    /// Measures the person of a film; `nil` where nobody is seen in some frames.
    ///
    /// - Parameters:
    ///   - found: The person as found.
    ///   - truth: In the same frames, which come evenly.
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
                    (people.map { $0[joint].position[keyPath: value] }, real.map { $0[joint].position[keyPath: value] })
                )
            }
        }
        /// The sum of the correlations at a delay, weighted by how much the coordinates move.
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

    /// A series between its numbers, on a straight line: at the speeds of arms 2 % of the way at most off its bend.
    private static func value(of series: [Double], at place: Double) -> Double {
        let index = min(max(Int(place.rounded(.down)), 0), series.count - 2)
        return series[index] + (place - Double(index)) * (series[index + 1] - series[index])
    }

    private static func centred(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        return values.map { $0 - mean }
    }
}
