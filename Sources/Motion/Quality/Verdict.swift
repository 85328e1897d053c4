/// How far something can be trusted.
public enum Verdict: String, Sendable, Hashable, Comparable, Codable, CaseIterable {
    /// It does not change what is measured.
    case good
    /// It shows in what is measured.
    case fair
    /// What is measured of it is not to be relied on.
    case poor

    /// Orders from good to poor.
    public static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .good: 0
        case .fair: 1
        case .poor: 2
        }
    }
}

/// From where on a number is no longer good, and from where on it is poor.
///
/// Where thresholds come from angles, they are those of McGinley et al., "The reliability of three-dimensional kinematic
/// gait measurements: A systematic review", Gait & Posture 29, 2009: errors of 2 degrees or less are acceptable, up to 5
/// degrees they need to be thought of when results are read, and beyond they can mislead.
public struct VerdictScale: Sendable, Hashable {
    /// The last good number.
    public let good: Double
    /// The last number that is not poor; below ``good`` where more is better.
    public let fair: Double

    /// A scale. More is better where `good` is above `fair`.
    public init(good: Double, fair: Double) {
        self.good = good
        self.fair = fair
    }

    /// What a number is worth.
    public func verdict(of value: Double) -> Verdict {
        if good > fair { return value >= good ? .good : value >= fair ? .fair : .poor }
        return value <= good ? .good : value <= fair ? .fair : .poor
    }

    /// Errors of angles, degrees.
    public static let angle = VerdictScale(good: 2, fair: 5)
}
