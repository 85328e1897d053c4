/// Puts the median of its neighbourhood in place of each number: single wild numbers vanish, and steps stay sharp.
///
/// Towards the ends the window shrinks evenly on both sides, so that a series that only rises or only falls passes as it
/// is; the first and the last number always do.
public struct MedianFilter: SeriesFilter, Hashable {
    /// Numbers in the neighbourhood; odd.
    public let window: Int

    /// A filter.
    ///
    /// - Throws: ``FilterError/windowNotOdd(_:)``.
    public init(window: Int) throws(FilterError) {
        guard window > 0, !window.isMultiple(of: 2) else { throw .windowNotOdd(window) }
        self.window = window
    }

    /// The series, filtered.
    public func apply(_ values: [Double]) -> [Double] {
        values.indices.map { index in
            let reach = min(window / 2, index, values.count - 1 - index)
            return values[(index - reach)...(index + reach)].sorted()[reach]
        }
    }
}
