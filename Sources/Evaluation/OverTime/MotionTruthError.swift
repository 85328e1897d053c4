import PoiseBody

/// An error in the ground truth of a person over time.
public enum MotionTruthError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text is neither JSON nor TRC as expected.
    case malformed(place: String, reason: String)
    /// A joint's name is not one of the 33.
    case unknownJoint(name: String)
    /// A joint occurs twice, under both spellings of its name.
    case jointTwice(name: String)
    /// A list has the wrong length.
    case wrongCount(place: String, expected: Int, actual: Int)
    /// A time, counted from 1, is not later than the one before, or is not a number.
    case timeNotIncreasing(number: Int)
    /// The unit of a TRC file is neither meters nor millimeters.
    case unknownUnit(String)
    /// There are no times, or neither joints nor angles with known names.
    case empty

    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .malformed("", let reason): "this is not a ground truth over time: \(reason)"
        case .malformed(let place, let reason): "\(place): \(reason)"
        case .unknownJoint(let name): "joints: there is no joint named “\(name)”"
        case .jointTwice(let name): "joints: the joint “\(name)” occurs twice"
        case .wrongCount(let place, let expected, let actual):
            "\(place): there are \(actual) values instead of \(expected)"
        case .timeNotIncreasing(let number): "time number \(number) is not later than the one before"
        case .unknownUnit(let unit): "the unit is “\(unit)”, and must be m or mm"
        case .empty: "this is not a ground truth over time: there are no joints or angles with known names"
        }
    }
}
