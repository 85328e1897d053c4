/// A series through whose points a smooth curve runs.
///
/// Between two points it is the cubic with the slopes of the parabolas through each of them and its neighbours (the
/// three-point Hermite spline), exact for parabolas. Before the second and after the last but one point, where such a
/// parabola is missing, it is a straight line. It is not continued beyond its ends.
struct Interpolation {
    private let times: [Double]
    private let values: [Double]

    /// A curve through points. Times advance.
    init(times: [Double], values: [Double]) {
        self.times = times
        self.values = values
    }

    /// The value at a time between the points of an index and of the next one.
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

    /// The slope at a point, of the parabola through it and its neighbours.
    private func slope(at index: Int) -> Double {
        let (before, after) = (times[index] - times[index - 1], times[index + 1] - times[index])
        let (slopeBefore, slopeAfter) = (
            (values[index] - values[index - 1]) / before, (values[index + 1] - values[index]) / after
        )
        return (slopeBefore * after + slopeAfter * before) / (before + after)
    }
}
