/// Moving median: removes single outliers and keeps steps sharp.
///
/// Towards the ends the window shrinks evenly on both sides, so that a monotonic series passes unchanged; the first and
/// the last value always do.
public struct MedianFilter: SeriesFilter, Hashable {
    /// Window length, samples; odd.
    public let window: Int

    /// Creates a filter.
    ///
    /// - Throws: ``FilterError/windowNotOdd(_:)``.
    public init(window: Int) throws(FilterError) {
        guard window > 0, !window.isMultiple(of: 2) else { throw .windowNotOdd(window) }
        self.window = window
    }

    /// Returns the series, filtered.
    public func apply(_ values: [Double]) -> [Double] {
        values.indices.map { index in
            let reach = min(window / 2, index, values.count - 1 - index)
            return values[(index - reach)...(index + reach)].sorted()[reach]
        }
    }
}
