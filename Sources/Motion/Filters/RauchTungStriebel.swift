/// Rauch-Tung-Striebel smoother: a forward Kalman filter and a backward pass, so that each estimate uses the whole
/// series. It has no lag.
///
/// Far from the ends it is a low-pass whose gain falls to one half at the frequency f with
/// `(2 pi f)^4 = a² rate / noise²`, where a is the model's acceleration: 5.3 Hz for ``ConstantVelocity/recorded`` at 30
/// samples per second. Unlike a Butterworth filter it needs no minimum rate and no minimum length.
public struct RauchTungStriebel: SeriesFilter, Hashable {
    /// The motion model.
    public let model: ConstantVelocity
    /// Samples per second.
    public let rate: Double

    /// Creates a filter.
    ///
    /// - Throws: ``FilterError/rateOutOfRange(_:)`` unless the rate is a positive number.
    public init(_ model: ConstantVelocity = .recorded, rate: Double) throws(FilterError) {
        guard rate > 0, rate.isFinite else { throw .rateOutOfRange(rate) }
        self.model = model
        self.rate = rate
    }

    /// Returns the series, filtered.
    public func apply(_ values: [Double]) -> [Double] {
        guard let first = values.first else { return [] }
        var steps = [model.first(first, at: 0)]
        steps.reserveCapacity(values.count)
        for (index, value) in values.enumerated().dropFirst() {
            steps.append(model.next(value, at: Double(index) / rate, after: steps[index - 1]))
        }
        return model.smoothed(steps)
    }
}
