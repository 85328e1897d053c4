import PoiseLibC

/// The low-pass filter customary in biomechanics: a second-order Butterworth filter run forward and backward, which
/// cancels its delay.
///
/// At its cut-off one pass halves the power, and two passes quarter it. The cut-off of each pass is therefore raised,
/// so that both together halve the power at the requested cut-off: Winter, "Biomechanics and Motor Control of Human
/// Movement", 4th ed., 3.4.4.2. The gain at the frequency f is
/// `1 / (1 + (sqrt(2) - 1) (tan(pi f / rate) / tan(pi cutoff / rate))^4)`.
public struct ZeroPhaseButterworth: SeriesFilter, Hashable {
    /// The frequency above which movement counts as noise, hertz.
    public let cutoff: Double
    /// Samples per second.
    public let rate: Double

    private let b0: Double
    private let a1: Double
    private let a2: Double
    /// Number of samples by which a series is extended at either end.
    package let padding: Int

    /// Minimum padding, samples: three times the taps, as in SciPy's `filtfilt`.
    private static let leastPadding = 9
    /// The frequency at which two passes together halve the power, as a share of the (warped) cut-off of each pass.
    private static let correction = (2.0.squareRoot() - 1).squareRoot().squareRoot()

    /// Creates a filter.
    ///
    /// - Parameters:
    ///   - cutoff: The frequency at which both passes together halve the power, hertz.
    ///   - rate: Samples per second.
    /// - Throws: ``FilterError/cutoffOutOfRange(cutoff:rate:)`` unless the cut-off is between 0 and half the rate.
    public init(cutoff: Double, rate: Double) throws(FilterError) {
        guard rate.isFinite, cutoff > 0, cutoff < rate / 2 else {
            throw .cutoffOutOfRange(cutoff: cutoff, rate: rate)
        }
        self.cutoff = cutoff
        self.rate = rate
        // The bilinear transform of 1 / (s^2 + sqrt(2) s + 1).
        let warped = tan(.pi * cutoff / rate) / ZeroPhaseButterworth.correction
        let norm = 1 + 2.0.squareRoot() * warped + warped * warped
        b0 = warped * warped / norm
        a1 = 2 * (warped * warped - 1) / norm
        a2 = (1 - 2.0.squareRoot() * warped + warped * warped) / norm
        // One period of the cut-off, after which the transient of an end has decayed. The bound, longer than any
        // series, prevents an overflow of Int.
        padding = max(ZeroPhaseButterworth.leastPadding, Int(min(rate / cutoff, 1e9).rounded(.up)))
    }

    /// Returns the series, filtered; a series not longer than the padding (nine samples or a period of the cut-off) is
    /// returned unchanged.
    public func apply(_ values: [Double]) -> [Double] {
        guard values.count > padding, let first = values.first, let last = values.last else { return values }
        // Odd reflection about its ends continues the series with its slope there.
        let before = (1...padding).reversed().map { 2 * first - values[$0] }
        let after = (1...padding).map { 2 * last - values[values.count - 1 - $0] }
        let there = run(before + values + after)
        let back = run(there.reversed())
        return Array(back.reversed()[padding..<(padding + values.count)])
    }

    /// Runs one pass, initialized as if the first value had always been there (transposed direct form II).
    private func run(_ values: [Double]) -> [Double] {
        guard let first = values.first else { return [] }
        var s1 = (1 - b0) * first
        var s2 = (b0 - a2) * first
        return values.map { value in
            let result = b0 * value + s1
            s1 = 2 * b0 * value - a1 * result + s2
            s2 = b0 * value - a2 * result
            return result
        }
    }
}
