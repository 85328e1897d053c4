/// The throughput and the latency of frames.
struct ThroughputMeter {
    private var first: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?
    private var count = 0
    /// The frames of the last two seconds.
    private var recent: [(time: ContinuousClock.Instant, delay: Duration)] = []
    /// The number of frames by latency in whole milliseconds; the last element counts all longer ones.
    private var delays = [Int](repeating: 0, count: 10_001)

    private static let moment = Duration.seconds(2)

    /// Counts a finished frame.
    ///
    /// - Parameter delay: The time since the frame arrived.
    mutating func add(delay: Duration, now: ContinuousClock.Instant = .now) {
        first = first ?? now
        last = now
        count += 1
        recent.removeAll { now - $0.time > ThroughputMeter.moment }
        recent.append((now, delay))
        delays[min(max(ThroughputMeter.milliseconds(delay), 0), delays.count - 1)] += 1
    }

    /// The mean rate of the run, frames per second.
    var rate: Int { ThroughputMeter.rate(count, first, last) }

    /// The rate of the last two seconds, frames per second.
    var recentRate: Int { ThroughputMeter.rate(recent.count, recent.first?.time, recent.last?.time) }

    /// The mean latency of the last two seconds, milliseconds.
    var recentDelay: Int {
        recent.isEmpty ? 0 : ThroughputMeter.milliseconds(recent.reduce(.zero) { $0 + $1.delay } / recent.count)
    }

    /// Returns the latency that a share of the frames does not exceed, milliseconds.
    func delay(of share: Double) -> Int {
        var rest = Double(count) * share
        for (milliseconds, count) in delays.enumerated() {
            rest -= Double(count)
            if rest <= 0 { return milliseconds }
        }
        return 0
    }

    private static func rate(
        _ count: Int, _ first: ContinuousClock.Instant?, _ last: ContinuousClock.Instant?
    ) -> Int {
        guard let first, let last, last > first else { return 0 }
        return Int((Double(count - 1) / ((last - first) / .seconds(1))).rounded())
    }

    private static func milliseconds(_ time: Duration) -> Int { Int((time / .milliseconds(1)).rounded()) }
}
