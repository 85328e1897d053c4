/// A quality grade.
public enum Grade: String, Sendable, Hashable, Comparable, Codable, CaseIterable {
    /// No effect on measurements.
    case good
    /// A visible effect on measurements.
    case fair
    /// Measurements are unreliable.
    case poor

    /// Orders from good to poor.
    public static func < (left: Grade, right: Grade) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .good: 0
        case .fair: 1
        case .poor: 2
        }
    }
}

/// Thresholds between the grades good, fair and poor.
///
/// Thresholds that derive from angles are those of McGinley et al., "The reliability of three-dimensional kinematic
/// gait measurements: A systematic review", Gait & Posture 29, 2009: errors of 2 degrees or less are acceptable, errors
/// up to 5 degrees must be considered in the interpretation of results, and larger ones can mislead.
public struct GradeScale: Sendable, Hashable {
    /// The last good value.
    public let good: Double
    /// The last value that is not poor; below ``good`` where higher values are better.
    public let fair: Double

    /// Creates thresholds. Higher values are better if `good` is above `fair`.
    public init(good: Double, fair: Double) {
        self.good = good
        self.fair = fair
    }

    /// Returns the grade of a value.
    public func grade(of value: Double) -> Grade {
        if good > fair { return value >= good ? .good : value >= fair ? .fair : .poor }
        return value <= good ? .good : value <= fair ? .fair : .poor
    }

    /// Thresholds of angle errors, degrees.
    public static let angle = GradeScale(good: 2, fair: 5)
}
