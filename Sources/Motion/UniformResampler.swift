/// Uniform resampler: maps an unevenly sampled series to uniform intervals, which filters require, and back.
///
/// Times that are even except for rounding (a container may count milliseconds) are used unchanged.
package struct UniformResampler {
    private let times: [Double]
    /// The uniform times, seconds; those of the samples where they are even.
    package let grid: [Double]
    /// Whether the times are even without resampling.
    package let isEven: Bool

    /// Tolerance of a step relative to the even one: 33 and 34 ms count as 33.37.
    private static let tolerance = 0.05
    /// Maximum grid size as a multiple of the number of samples, so that a few close pairs of frames cannot exhaust
    /// memory.
    private static let mostPlaces = 64

    /// Creates a resampler for a series.
    ///
    /// - Parameters:
    ///   - times: Times of the samples, seconds, increasing.
    ///   - rate: Rate of the uniform grid, samples per second.
    package init(times: [Double], rate: Double) {
        self.times = times
        isEven = zip(times, times.dropFirst()).allSatisfy {
            abs(($1 - $0) * rate - 1) <= UniformResampler.tolerance
        }
        let start = times.first ?? 0
        let steps = ((times.last ?? start) - start) * rate
        let count = steps.isFinite ? Int(min(steps.rounded(), Double(times.count * UniformResampler.mostPlaces))) : 0
        // The grid ends with the series: its interval is the one nearest to 1 / rate that divides the duration.
        let step = count > 0 ? ((times.last ?? start) - start) / Double(count) : 0
        grid = isEven ? times : (0...count).map { start + Double($0) * step }
    }

    /// Returns the typical rate of times: the inverse of the median step; `nil` for fewer than two times.
    package static func rate(of times: [Double]) -> Double? {
        guard times.count > 1 else { return nil }
        let steps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
        let median = steps[steps.count / 2]
        return median > 0 ? 1 / median : nil
    }

    /// Returns the series, filtered at uniform intervals.
    package func apply(_ filter: some SeriesFilter, to values: [Double]) -> [Double] {
        guard !isEven else { return filter.apply(values) }
        guard grid.count > 1 else { return values }
        let even = UniformResampler.resample(values, from: times, to: grid)
        return UniformResampler.resample(filter.apply(even), from: grid, to: times)
    }

    private static func resample(_ values: [Double], from times: [Double], to places: [Double]) -> [Double] {
        let curve = Interpolation(times: times, values: values)
        var index = 0
        return places.map { place in
            while index + 2 < times.count, times[index + 1] <= place { index += 1 }
            // Rounding may put the last grid point slightly beyond the last time.
            return curve.value(at: min(max(place, times[index]), times[index + 1]), after: index)
        }
    }
}
