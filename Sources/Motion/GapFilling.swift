/// Interpolation of short gaps in a series with missing observations; long gaps stay.
///
/// A gap with two observations or more on either side is filled by a cubic that matches their slopes, a gap with a
/// single observation on a side by a straight line. Values missing before the first and after the last observation stay
/// missing: nothing is extrapolated.
public struct GapFilling: Sendable, Hashable {
    /// The longest gap that is filled, from the observation before it to the one after it.
    public var longestGap: Duration

    /// Tolerance for the rounding of frame times, seconds; files round them to a microsecond.
    private static let rounding = 1e-5

    /// Creates gap filling.
    ///
    /// - Parameter longestGap: The longest gap that is filled. In a fifth of a second a limb does not reverse
    ///   twice, so a cubic can follow it.
    public init(longestGap: Duration = .milliseconds(200)) { self.longestGap = longestGap }

    /// Returns the series with its short gaps filled.
    ///
    /// - Parameters:
    ///   - values: The observations; `nil` where missing.
    ///   - times: Times of the values, seconds, increasing. A count other than that of the values is a programming
    ///     error.
    public func fill(_ values: [Double?], at times: [Double]) -> [Double?] {
        precondition(values.count == times.count, "a series has a time for each of its values")
        let seen = values.indices.filter { values[$0] != nil }
        let curve = Interpolation(times: seen.map { times[$0] }, values: seen.compactMap { values[$0] })
        var result = values
        for (number, (before, after)) in zip(seen, seen.dropFirst()).enumerated()
        where canBridge(times[before], times[after]) {
            for index in (before + 1)..<after { result[index] = curve.value(at: times[index], after: number) }
        }
        return result
    }

    /// Whether a gap between observations at two times is filled.
    func canBridge(_ before: Double, _ after: Double) -> Bool {
        after - before <= longestGap / .seconds(1) + GapFilling.rounding
    }
}
