import PoiseSupport

/// A zero-lag filter for a whole recorded series of one coordinate at uniform intervals: it uses values before and
/// after each sample.
public protocol SeriesFilter: Sendable {
    /// Returns the series, filtered, with the same count. A series too short for the filter is returned unchanged.
    func apply(_ values: [Double]) -> [Double]
}

/// An error in the parameters of a filter.
public enum FilterError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The cut-off is not between zero and half the sampling rate.
    case cutoffOutOfRange(cutoff: Double, rate: Double)
    /// The sampling rate is not a positive number.
    case rateOutOfRange(Double)
    /// The window's length is not odd and positive.
    case windowNotOdd(Int)
    /// The polynomial's order is not from 0 to one less than the window.
    case orderOutOfRange(order: Int, window: Int)

    /// One sentence that says what is wrong.
    public var description: String {
        switch self {
        case .cutoffOutOfRange(let cutoff, let rate):
            "a cut-off of \(brief(cutoff, decimals: 3)) Hz is not between 0 and half the sampling rate of \(brief(rate)) Hz"
        case .rateOutOfRange(let rate): "a sampling rate of \(brief(rate)) Hz is not a positive number"
        case .windowNotOdd(let window): "a window of \(window) values has no middle: its length must be odd"
        case .orderOutOfRange(let order, let window):
            "a polynomial of order \(order) cannot be fitted to a window of \(window) values"
        }
    }
}
