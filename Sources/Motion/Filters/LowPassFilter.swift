/// Exponential smoothing of one value: `y = alpha x + (1 - alpha) y`. The first value passes unchanged.
public struct LowPassFilter: Sendable, Hashable {
    /// The last input; `nil` before the first.
    public private(set) var lastRaw: Double?
    /// The last output; `nil` before the first.
    public private(set) var last: Double?

    /// Creates a filter without state.
    public init() {}

    /// Updates with a value, and returns the smoothed value.
    ///
    /// - Parameters:
    ///   - value: The input.
    ///   - alpha: Weight of the input, 0 (output stays) to 1 (no smoothing).
    public mutating func apply(_ value: Double, alpha: Double) -> Double {
        let result = last.map { alpha * value + (1 - alpha) * $0 } ?? value
        lastRaw = value
        last = result
        return result
    }
}
