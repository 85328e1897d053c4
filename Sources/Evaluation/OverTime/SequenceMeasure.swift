/// A measure of a recording's results against a truth over time.
public enum SequenceMeasure: Sendable, Hashable, CaseIterable {
    /// ``PositionErrors/aligned``.
    case aligned
    /// ``PositionErrors/rootAligned``.
    case rootAligned
    /// ``PositionErrors/acceleration``.
    case acceleration
    /// Root of the mean squared error of an angle.
    case angle(AngleKind)
    /// The same without the constant part of each side and recording.
    case angleWithoutConstant(AngleKind)
    /// Share of angles inside their stated error.
    case insideStatedError(AngleKind)

    /// All measures, in the order of tables.
    public static let allCases: [SequenceMeasure] =
        [.aligned, .rootAligned, .acceleration] + AngleKind.allCases.map(angle)
        + AngleKind.allCases.map(angleWithoutConstant) + AngleKind.allCases.map(insideStatedError)

    /// Returns the measure of one recording; `nil` if it does not have it.
    public func value(of score: SequenceScore) -> Double? { additive(score).map(finish) }

    /// Returns the value whose mean over recordings is taken: the square of an angle's error, else the measure.
    func additive(_ score: SequenceScore) -> Double? {
        switch self {
        case .aligned: score.positions?.aligned
        case .rootAligned: score.positions?.rootAligned
        case .acceleration: score.positions?.acceleration
        case .angle(let kind): score.angles[kind]?.meanSquare
        case .angleWithoutConstant(let kind): score.angles[kind]?.variance
        case .insideStatedError(let kind): score.angles[kind]?.insideStatedError
        }
    }

    /// Returns the measure for a mean of ``additive(_:)``.
    func finish(_ mean: Double) -> Double {
        switch self {
        case .angle, .angleWithoutConstant: mean.squareRoot()
        default: mean
        }
    }
}
