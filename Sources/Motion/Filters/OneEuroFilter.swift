/// The one-euro filter for one value: a low-pass whose cut-off rises with speed, for little jitter at rest and little
/// lag in motion.
///
/// Casiez, Roussel, Vogel, "1 € Filter: A Simple Speed-based Low-pass Filter for Noisy Input in Interactive Systems",
/// CHI 2012, with the differences of MediaPipe's `OneEuroFilter`: the speed is that of the unfiltered values, and can
/// be scaled.
public struct OneEuroFilter: Sendable, Hashable {
    /// Parameters of the smoothing.
    public struct Parameters: Sendable, Hashable {
        /// Cut-off at rest, hertz.
        public var minimumCutoff: Double
        /// Increase of the cut-off with speed, hertz per scaled unit per second.
        public var beta: Double
        /// Cut-off of the speed estimate, hertz.
        public var derivativeCutoff: Double

        /// Creates parameters.
        public init(minimumCutoff: Double, beta: Double, derivativeCutoff: Double = 1) {
            self.minimumCutoff = minimumCutoff
            self.beta = beta
            self.derivativeCutoff = derivativeCutoff
        }
    }

    /// The parameters of the smoothing.
    public let parameters: Parameters

    private var value = LowPassFilter()
    private var speed = LowPassFilter()
    private var lastTime: Double?
    private var frequency = OneEuroFilter.firstFrequency

    /// The frequency assumed until there are two times, hertz.
    private static let firstFrequency = 30.0

    /// Creates a filter without state.
    public init(_ parameters: Parameters) { self.parameters = parameters }

    /// Updates with a value, and returns the smoothed value.
    ///
    /// - Parameters:
    ///   - number: The input.
    ///   - time: Time of the input, seconds. If it does not increase, the input passes unchanged.
    ///   - speedScale: Factor for the speed: for positions in pixels, the inverse of the object's size.
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

    /// Returns the weight of a new value for a cut-off in hertz.
    private func alpha(cutoff: Double) -> Double { 1 / (1 + frequency / (2 * .pi * cutoff)) }
}
