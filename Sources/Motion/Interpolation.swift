/// A smooth interpolating curve through the points of a series.
///
/// Between two points it is the cubic whose slopes are those of the parabolas through each of them and its neighbors
/// (the three-point Hermite spline), exact for parabolas. In the first and the last interval, where such a parabola is
/// missing, it is a straight line. It is not extrapolated beyond its ends.
struct Interpolation {
    private let times: [Double]
    private let values: [Double]

    /// Creates a curve through points. Times increase.
    init(times: [Double], values: [Double]) {
        self.times = times
        self.values = values
    }

    /// Returns the value at a time between the points of an index and of the next one.
    func value(at time: Double, after index: Int) -> Double {
        let (start, end) = (values[index], values[index + 1])
        let span = times[index + 1] - times[index]
        let part = (time - times[index]) / span
        guard index > 0, index + 2 < times.count else { return start + part * (end - start) }
        let (first, second) = (slope(at: index) * span, slope(at: index + 1) * span)
        let rise = end - start
        let bend = part * (1 - part) * ((first - rise) * (1 - part) - (second - rise) * part)
        return start + part * rise + bend
    }

    /// Returns the slope at a point, that of the parabola through it and its neighbors.
    private func slope(at index: Int) -> Double {
        let (before, after) = (times[index] - times[index - 1], times[index + 1] - times[index])
        let (slopeBefore, slopeAfter) = (
            (values[index] - values[index - 1]) / before, (values[index + 1] - values[index]) / after
        )
        return (slopeBefore * after + slopeAfter * before) / (before + after)
    }
}
