/// Brings a series taken at uneven times to even intervals, where filters work, and back.
///
/// Times that are even but for rounding (a container may count milliseconds) are left as they are.
struct EvenSampling {
    private let times: [Double]
    private let grid: [Double]
    /// Whether the times are even as they are.
    let isEven: Bool

    /// How far a step may be from the even one to count as even, as a share of it: 33 and 34 ms stand for 33.37.
    private static let tolerance = 0.05
    /// The most even places, as a multiple of the times: a few close pairs of frames cannot fill the memory.
    private static let mostPlaces = 64

    /// The sampling of a series.
    ///
    /// - Parameters:
    ///   - times: When its numbers were taken, seconds, advancing.
    ///   - rate: Numbers a second that are wanted.
    init(times: [Double], rate: Double) {
        self.times = times
        isEven = zip(times, times.dropFirst()).allSatisfy {
            abs(($1 - $0) * rate - 1) <= EvenSampling.tolerance
        }
        let start = times.first ?? 0
        let steps = ((times.last ?? start) - start) * rate
        let count = steps.isFinite ? Int(min(steps.rounded(), Double(times.count * EvenSampling.mostPlaces))) : 0
        // The grid ends with the series: its interval is the one nearest to the rate's that divides it.
        let step = count > 0 ? ((times.last ?? start) - start) / Double(count) : 0
        grid = isEven ? times : (0...count).map { start + Double($0) * step }
    }

    /// The usual rate of times: one over the median of their steps; `nil` for fewer than two.
    static func rate(of times: [Double]) -> Double? {
        guard times.count > 1 else { return nil }
        let steps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
        let median = steps[steps.count / 2]
        return median > 0 ? 1 / median : nil
    }

    /// The series, filtered at even intervals.
    func apply(_ filter: some SeriesFilter, to values: [Double]) -> [Double] {
        guard !isEven else { return filter.apply(values) }
        guard grid.count > 1 else { return values }
        let even = EvenSampling.resample(values, from: times, to: grid)
        return EvenSampling.resample(filter.apply(even), from: grid, to: times)
    }

    private static func resample(_ values: [Double], from times: [Double], to places: [Double]) -> [Double] {
        let curve = Interpolation(times: times, values: values)
        var index = 0
        return places.map { place in
            while index + 2 < times.count, times[index + 1] <= place { index += 1 }
            // Rounding may put the last place a hair beyond the last time.
            return curve.value(at: min(max(place, times[index]), times[index + 1]), after: index)
        }
    }
}
