/// The smoother of Rauch, Tung and Striebel: a Kalman filter through the whole series, and back, so that each number is
/// estimated from all before and all after it. Nothing is shifted.
///
/// Far from the ends it is a low-pass whose gain falls to one half at the frequency f with `(2 pi f)^4 = a² rate / noise²`,
/// a the model's acceleration: 5.3 Hz for ``ConstantVelocity/recorded`` at 30 numbers a second. Unlike a Butterworth filter
/// it needs no least rate and no least length.
public struct RauchTungStriebel: SeriesFilter, Hashable {
    /// How the number is taken to move.
    public let model: ConstantVelocity
    /// Numbers a second.
    public let rate: Double

    /// A filter.
    ///
    /// - Throws: ``FilterError/rateOutOfRange(_:)`` unless the rate is a positive number.
    public init(_ model: ConstantVelocity = .recorded, rate: Double) throws(FilterError) {
        guard rate > 0, rate.isFinite else { throw .rateOutOfRange(rate) }
        self.model = model
        self.rate = rate
    }

    /// The series, filtered.
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
