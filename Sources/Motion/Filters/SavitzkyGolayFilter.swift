/// Savitzky-Golay filter: replaces each value by a least-squares polynomial fit to its neighborhood.
///
/// Polynomials up to the order pass exactly, so peaks keep their height better than with a moving mean. Savitzky,
/// Golay, "Smoothing and Differentiation of Data by Simplified Least Squares Procedures", Analytical Chemistry 1964.
/// The values within half a window of an end come from the polynomial of the first or the last whole window.
public struct SavitzkyGolayFilter: SeriesFilter, Hashable {
    /// Window length, samples; odd.
    public let window: Int
    /// Order of the polynomial, less than the window.
    public let order: Int
    /// Weights of a window's values for the polynomial's value at each position. `[window][window]`
    private let weights: [[Double]]

    /// Creates a filter.
    ///
    /// - Throws: ``FilterError`` when the window has no middle or the order does not fit it.
    public init(window: Int, order: Int) throws(FilterError) {
        guard window > 0, !window.isMultiple(of: 2) else { throw .windowNotOdd(window) }
        guard order >= 0, order < window else { throw .orderOutOfRange(order: order, window: window) }
        self.window = window
        self.order = order
        let basis = SavitzkyGolayFilter.basis(window: window, order: order)
        weights = (0..<window).map { place in
            (0..<window).map { index in basis.reduce(0) { $0 + $1[place] * $1[index] } }
        }
    }

    /// The weights of a window for its middle value. `[window]`
    public var coefficients: [Double] { weights[window / 2] }

    /// Returns the series, filtered; a series shorter than the window is returned unchanged.
    public func apply(_ values: [Double]) -> [Double] {
        guard values.count >= window else { return values }
        return values.indices.map { index in
            let start = min(max(index - window / 2, 0), values.count - window)
            return zip(weights[index - start], values[start...]).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    /// Returns polynomials of orders up to the given one, orthonormal on the positions of a window: the least-squares
    /// fit of a series is then the sum of its projections on them. Gram-Schmidt, applied twice, is orthogonal to
    /// rounding.
    private static func basis(window: Int, order: Int) -> [[Double]] {
        let places = (0..<window).map { window == 1 ? 0 : Double(2 * $0 - window + 1) / Double(window - 1) }
        var basis: [[Double]] = []
        var next = [Double](repeating: 1, count: window)
        for _ in 0...order {
            for _ in 0..<2 {
                for known in basis {
                    let share = zip(next, known).reduce(0) { $0 + $1.0 * $1.1 }
                    next = zip(next, known).map { $0 - share * $1 }
                }
            }
            let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
            basis.append(next.map { $0 / length })
            next = zip(places, basis[basis.count - 1]).map { $0 * $1 }
        }
        return basis
    }
}
