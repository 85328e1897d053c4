/// How long equal runs took, in milliseconds.
package struct Timing: Codable, Sendable, Equatable {
    /// Number of runs.
    package let runs: Int
    /// The shortest: what the machine can do when nothing disturbs it.
    package let minimum: Double
    /// The middle one: what is usual.
    package let median: Double
    /// What 95 of 100 runs keep to.
    package let p95: Double
    /// What 99 of 100 runs keep to.
    package let p99: Double

    /// - Parameter times: At least one.
    package init(_ times: [Duration]) {
        precondition(!times.isEmpty, "a timing is of runs")
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

    /// Runs something, first without looking at the clock until caches are warm.
    package static func measure(runs: Int, warmup: Int = 2, _ body: () throws -> Void) rethrows -> Timing {
        Timing(try durations(runs: runs, warmup: warmup, body))
    }

    /// How long each run took.
    package static func durations(
        runs: Int, warmup: Int = 2, _ body: () throws -> Void
    ) rethrows -> [Duration] {
        let clock = ContinuousClock()
        for _ in 0..<warmup { try body() }
        return try (0..<max(runs, 1)).map { _ in try clock.measure(body) }
    }

    /// Runs a second, as the median has it.
    package var perSecond: Double { 1000 / median }
}

extension Duration {
    /// The duration in milliseconds.
    package var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) * 1e-15 }
}
