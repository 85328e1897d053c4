import PoiseSupport

/// An option whose value cannot be used.
public struct OptionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name of the option, as in the code: "minimumPresence".
    public let option: String
    /// What the value must be, and what it is: "must be from 0 to 1, not nan".
    public let reason: String

    /// An error from its parts.
    public init(option: String, reason: String) {
        self.option = option
        self.reason = reason
    }

    /// One sentence that names the option and says what is wrong.
    public var description: String { "option \(option) \(reason)" }
}

extension OptionError {
    static func check(_ value: Int, isAtLeast least: Int, _ option: String) throws(OptionError) {
        guard value >= least else {
            throw OptionError(option: option, reason: "must be at least \(least), not \(value)")
        }
    }

    static func check(_ value: Double, in range: ClosedRange<Double>, _ option: String) throws(OptionError) {
        guard range.contains(value) else {
            let (least, most) = (brief(range.lowerBound, decimals: 3), brief(range.upperBound, decimals: 3))
            throw OptionError(option: option, reason: "must be from \(least) to \(most), not \(value)")
        }
    }

    /// Checks that a number is finite and above zero, or at least not below it.
    static func check(_ value: Double, isPositive: Bool, _ option: String) throws(OptionError) {
        guard value.isFinite, isPositive ? value > 0 : value >= 0 else {
            let limit = isPositive ? "above 0" : "0 or more"
            throw OptionError(option: option, reason: "must be a number \(limit), not \(value)")
        }
    }

    static func check(_ value: Duration, isPositive: Bool, _ option: String) throws(OptionError) {
        guard isPositive ? value > .zero : value >= .zero else {
            throw OptionError(
                option: option, reason: "must be \(isPositive ? "above 0" : "0 or more") seconds, not \(value)")
        }
    }
}
