import Tables

/// A filter for a whole recorded series of one coordinate, taken at even intervals: it sees what comes after a number as
/// well as what came before, and so does not lag.
public protocol SeriesFilter: Sendable {
    /// The numbers, filtered, as many as came in. A series too short for the filter comes back as it is.
    func apply(_ values: [Double]) -> [Double]
}

/// Why a filter cannot be made.
public enum FilterError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A cut-off lies between zero and half the sampling rate.
    case cutoffOutOfRange(cutoff: Double, rate: Double)
    /// A sampling rate is a positive number.
    case rateOutOfRange(Double)
    /// A window has a middle: its length is odd and positive.
    case windowNotOdd(Int)
    /// A polynomial has an order from 0 to one less than the window.
    case orderOutOfRange(order: Int, window: Int)

    /// One sentence that says what is wrong.
    public var description: String {
        switch self {
        case .cutoffOutOfRange(let cutoff, let rate):
            "a cut-off of \(brief(cutoff, decimals: 3)) Hz does not lie between 0 and half the sampling rate of \(brief(rate)) Hz"
        case .rateOutOfRange(let rate): "a sampling rate of \(brief(rate)) Hz is not a positive number"
        case .windowNotOdd(let window): "a window of \(window) numbers has no middle: its length must be odd"
        case .orderOutOfRange(let order, let window):
            "a polynomial of order \(order) cannot be fitted to a window of \(window) numbers"
        }
    }
}
