/// Accumulator of noise above 3 Hz in series while they change slowly.
struct StillNoise {
    /// Maximum rate of change that counts as still, units per second.
    private let slowest: Double
    /// The part above 3 Hz of all coordinates at all times that count.
    private var residuals: [Double] = []
    /// Time that the series kept still, seconds.
    private var time = 0.0

    /// Cut-off, hertz: half of the upper limit of human movement (6 Hz), above which a still person has no movement.
    private static let cutoff = 3.0
    /// The shortest segment that counts, seconds: shorter ones are turning points, not rest.
    private static let shortest = 0.5
    /// Minimum total time that a series must keep still, seconds.
    private static let leastTime = 1.0
    /// Share of the residuals that is left out, the largest ones.
    private static let trimmed = 0.05
    /// Root mean square of a standard normal distribution without its twentieth of largest magnitude:
    /// `sqrt(1 - 2 c p(c) / 0.95)` with c = 1.960, where the density p is 0.05845.
    private static let trimmedDeviation = 0.8712

    init(slowest: Double) { self.slowest = slowest }

    /// Adds the coordinates of one joint or angle.
    ///
    /// - Parameters:
    ///   - coordinates: One series per coordinate, of equal lengths.
    ///   - times: Times of the values, seconds, increasing without gaps.
    mutating func add(_ coordinates: [[Double]], at times: [Double]) {
        guard let rate = UniformResampler.rate(of: times), rate > 2 * StillNoise.cutoff,
            let filter = try? ZeroPhaseButterworth(cutoff: StillNoise.cutoff, rate: rate),
            // The filter returns shorter series unchanged, and thus without noise.
            times.count > 2 * filter.padding
        else { return }
        let sampling = UniformResampler(times: times, rate: rate)
        let slow = coordinates.map { sampling.apply(filter, to: $0) }
        let isStill = times.indices.dropFirst().map { index in
            let squared = slow.reduce(0) { $0 + ($1[index] - $1[index - 1]) * ($1[index] - $1[index - 1]) }
            return squared.squareRoot() < slowest * (times[index] - times[index - 1])
        }
        for run in isStill.indices.split(whereSeparator: { !isStill[$0] }) {
            // The step of an index leads to the next time.
            let (first, last) = (run.startIndex, run.endIndex)
            guard times[last] - times[first] >= StillNoise.shortest else { continue }
            time += times[last] - times[first]
            for (values, slow) in zip(coordinates, slow) {
                residuals += (first...last).map { values[$0] - slow[$0] }
            }
        }
    }

    /// The jitter; `nil` where the series did not keep still long enough.
    var value: Double? {
        guard time >= StillNoise.leastTime, !residuals.isEmpty else { return nil }
        let squares = residuals.map { $0 * $0 }.sorted()
        let kept = squares.prefix(max(1, Int((Double(squares.count) * (1 - StillNoise.trimmed)).rounded())))
        return (kept.reduce(0, +) / Double(kept.count)).squareRoot() / StillNoise.trimmedDeviation
    }

    /// Returns the segments of observations in which one person is present in every frame.
    static func stretches(of seen: [Sighting]) -> [[Sighting]] {
        let step = FrameTiming.usualStep(of: seen.map(\.time)) ?? 0
        var result: [[Sighting]] = []
        for sighting in seen {
            if let last = result.last?.last, last.person.id == sighting.person.id,
                sighting.time - last.time <= 1.75 * step
            {
                result[result.count - 1].append(sighting)
            } else {
                result.append([sighting])
            }
        }
        return result
    }
}
