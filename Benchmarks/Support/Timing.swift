/// Statistics of the durations of equal runs, milliseconds.
package struct Timing: Codable, Sendable, Equatable {
    /// The number of runs.
    package let runs: Int
    /// The shortest duration: the machine's capability without interference.
    package let minimum: Double
    /// The median duration: the usual case.
    package let median: Double
    /// The 95th percentile.
    package let p95: Double
    /// The 99th percentile.
    package let p99: Double

    /// Creates statistics of durations.
    ///
    /// - Parameter times: Durations, at least one.
    package init(_ times: [Duration]) {
        precondition(!times.isEmpty, "a timing needs at least one run")
        let sorted = times.map(\.milliseconds).sorted()
        func quantile(_ part: Double) -> Double {
            sorted[min(Int((Double(sorted.count) * part).rounded(.up)), sorted.count) - 1]
        }
        runs = sorted.count
        minimum = sorted[0]
        median = quantile(0.5)
        p95 = quantile(0.95)
        p99 = quantile(0.99)
    }

    /// Measures a closure after unmeasured runs that warm the caches.
    package static func measure(runs: Int, warmup: Int = 2, _ body: () throws -> Void) rethrows -> Timing {
        Timing(try durations(runs: runs, warmup: warmup, body))
    }

    /// Returns the duration of each run.
    package static func durations(
        runs: Int, warmup: Int = 2, _ body: () throws -> Void
    ) rethrows -> [Duration] {
        let clock = ContinuousClock()
        for _ in 0..<warmup { try body() }
        return try (0..<max(runs, 1)).map { _ in try clock.measure(body) }
    }

    /// Runs per second, by the median.
    package var perSecond: Double { 1000 / median }
}

extension Duration {
    /// The duration in milliseconds.
    package var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) * 1e-15 }
}
