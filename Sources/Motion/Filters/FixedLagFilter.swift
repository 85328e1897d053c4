/// A fixed-lag Kalman smoother for one live value: each new measurement also improves the estimates just before it.
///
/// Delayed results lag far less and have less jitter than immediate ones.
public struct FixedLagFilter: Sendable, Hashable {
    /// The motion model.
    public let model: ConstantVelocity
    /// Number of samples after which a result is final.
    public let delay: Int

    /// The steps that are not final, and one more.
    private var steps: [ConstantVelocity.Step] = []

    /// Creates a filter without samples; a delay below 0 counts as 0.
    public init(_ model: ConstantVelocity = .live, delay: Int = 2) {
        self.model = model
        self.delay = max(delay, 0)
    }

    /// Updates with a measurement, and returns the current estimates of the last samples.
    ///
    /// - Parameters:
    ///   - number: The measurement.
    ///   - time: Time of the measurement, seconds. A measurement whose time does not increase is ignored.
    /// - Returns: The final estimate of ``delay`` samples ago and all estimates after it, the newest last; at the
    ///   start, all samples so far.
    public mutating func apply(_ number: Double, at time: Double) -> [Double] {
        if let last = steps.last {
            guard time > last.time else { return model.smoothed(steps) }
            if steps.count > delay { steps.removeFirst() }
            steps.append(model.next(number, at: time, after: last))
        } else {
            steps.append(model.first(number, at: time))
        }
        return model.smoothed(steps)
    }
}
