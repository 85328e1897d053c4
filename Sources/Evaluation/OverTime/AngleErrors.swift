import PoiseBody

/// Errors of the angles of a kind over the frames of a recording.
public struct AngleErrors: Sendable, Hashable {
    /// Mean of the squared error over the frames, and over both sides, square degrees.
    public let meanSquare: Double
    /// Mean variance of the error of a side, square degrees: the squared error without its constant part.
    public let variance: Double
    /// Share of the angles that are off by at most their stated error, 0 to 1; 0.68 is ideal. `nil` where no error is
    /// stated.
    public let insideStatedError: Double?

    /// The root of the mean squared error, degrees.
    public var rootMeanSquare: Double { meanSquare.squareRoot() }

    /// Creates errors from their values.
    public init(meanSquare: Double, variance: Double, insideStatedError: Double? = nil) {
        self.meanSquare = meanSquare
        self.variance = variance
        self.insideStatedError = insideStatedError
    }

    /// Measures the errors of a kind; `nil` without values.
    ///
    /// Stated errors are those of angles that `Pose.angle(at:)` returns, with the usual minimum of visibility and
    /// confidence.
    init?(_ kind: AngleKind, _ frames: [ComparedFrame], _ truth: MotionTruth) {
        var sides: [(meanSquare: Double, variance: Double)] = []
        var inside: [Double] = []
        for angle in kind.angles {
            var errors: [Double] = []
            for frame in frames {
                guard let known = truth.degrees(of: angle, at: frame.moment),
                    let found = frame.pose.degrees(of: angle)
                else { continue }
                errors.append(found - known)
                if let stated = frame.pose.angleError(at: angle) {
                    inside.append(abs(found - known) <= stated.degrees ? 1 : 0)
                }
            }
            guard let middle = mean(errors), let square = mean(errors.map { $0 * $0 }) else { continue }
            sides.append((square, mean(errors.map { ($0 - middle) * ($0 - middle) }) ?? 0))
        }
        guard let meanSquare = mean(sides.map(\.meanSquare)), let variance = mean(sides.map(\.variance)) else {
            return nil
        }
        self.init(meanSquare: meanSquare, variance: variance, insideStatedError: mean(inside))
    }
}

/// Returns the mean of numbers; `nil` when there are none.
func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
