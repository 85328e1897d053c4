/// Exponential smoothing of one number: `y = alpha x + (1 - alpha) y`. The first number passes as it is.
public struct LowPassFilter: Sendable, Hashable {
    /// The last number that came in; `nil` before the first.
    public private(set) var lastRaw: Double?
    /// The last number that went out; `nil` before the first.
    public private(set) var last: Double?

    /// A filter that has seen nothing.
    public init() {}

    /// The smoothed number.
    ///
    /// - Parameters:
    ///   - value: What comes in.
    ///   - alpha: Its weight, 0 (nothing changes) to 1 (no smoothing).
    public mutating func apply(_ value: Double, alpha: Double) -> Double {
        let result = last.map { alpha * value + (1 - alpha) * $0 } ?? value
        lastRaw = value
        last = result
        return result
    }
}
