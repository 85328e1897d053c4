/// Fills short gaps of a series in which observations are missing, and leaves long ones.
///
/// A gap with two observations or more on either side is filled by a cubic that leaves and meets them with their slopes,
/// one with a single observation on a side by a straight line. What is missing before the first and after the last
/// observation stays missing: nothing is extrapolated.
public struct GapFilling: Sendable, Hashable {
    /// The longest gap that is filled, seconds, from the observation before it to the one after it.
    public var longestGap: Double

    /// Frames' times are rounded, to a microsecond in files.
    private static let rounding = 1e-5

    /// The filling of gaps.
    ///
    /// - Parameter longestGap: In seconds. In a fifth of a second a limb does not turn back twice, so that a cubic can follow it.
    public init(longestGap: Double = 0.2) { self.longestGap = longestGap }

    /// The series with its short gaps filled.
    ///
    /// - Parameters:
    ///   - values: What was observed; `nil` where nothing was.
    ///   - times: When, in seconds, advancing. Another number of them than values is a programmer's mistake.
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
    func canBridge(_ before: Double, _ after: Double) -> Bool { after - before <= longestGap + GapFilling.rounding }
}
