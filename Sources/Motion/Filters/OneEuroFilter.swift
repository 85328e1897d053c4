/// The one-euro filter for one number: a low-pass whose cut-off rises with the speed, so that what rests is steady and
/// what moves does not lag.
///
/// Casiez, Roussel, Vogel, "1 € Filter: A Simple Speed-based Low-pass Filter for Noisy Input in Interactive Systems",
/// CHI 2012, with the differences of MediaPipe's `OneEuroFilter`: the speed is that of the unfiltered numbers, and can be
/// scaled.
public struct OneEuroFilter: Sendable, Hashable {
    /// How it smooths.
    public struct Parameters: Sendable, Hashable {
        /// Cut-off of what rests, hertz.
        public var minimumCutoff: Double
        /// How much the cut-off rises with the speed, in hertz per scaled unit a second.
        public var beta: Double
        /// Cut-off for the speed itself, hertz.
        public var derivativeCutoff: Double

        /// Parameters.
        public init(minimumCutoff: Double, beta: Double, derivativeCutoff: Double = 1) {
            self.minimumCutoff = minimumCutoff
            self.beta = beta
            self.derivativeCutoff = derivativeCutoff
        }
    }

    /// How it smooths.
    public let parameters: Parameters

    private var value = LowPassFilter()
    private var speed = LowPassFilter()
    private var lastTime: Double?
    private var frequency = OneEuroFilter.firstFrequency

    /// The frequency that is assumed until there are two times.
    private static let firstFrequency = 30.0

    /// A filter that has seen nothing.
    public init(_ parameters: Parameters) { self.parameters = parameters }

    /// The smoothed number.
    ///
    /// - Parameters:
    ///   - number: What comes in.
    ///   - time: When, in seconds. A time that does not advance lets the number pass as it is.
    ///   - speedScale: What the speed is multiplied by: for places in pixels, one over the size of what moves.
    public mutating func apply(_ number: Double, at time: Double, speedScale: Double = 1) -> Double {
        if let lastTime {
            guard time > lastTime else { return number }
            frequency = 1 / (time - lastTime)
        }
        lastTime = time
        let raw = value.lastRaw.map { (number - $0) * speedScale * frequency } ?? 0
        let smoothed = speed.apply(raw, alpha: alpha(cutoff: parameters.derivativeCutoff))
        return value.apply(number, alpha: alpha(cutoff: parameters.minimumCutoff + parameters.beta * abs(smoothed)))
    }

    /// The weight of a new number for a cut-off in hertz.
    private func alpha(cutoff: Double) -> Double { 1 / (1 + frequency / (2 * .pi * cutoff)) }
}
