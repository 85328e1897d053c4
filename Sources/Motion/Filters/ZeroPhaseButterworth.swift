#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The low-pass of biomechanics: a Butterworth filter of second order run forward and then backward, so that what it
/// delays on the way there it brings forward on the way back.
///
/// At its cut-off one run halves the power, and two quarter it. The cut-off of each run is raised for that, so that both
/// together halve the power at the cut-off asked for: Winter, "Biomechanics and Motor Control of Human Movement", 4th ed.,
/// 3.4.4.2. The gain at the frequency f is `1 / (1 + (sqrt(2) - 1) (tan(pi f / rate) / tan(pi cutoff / rate))^4)`.
public struct ZeroPhaseButterworth: SeriesFilter, Hashable {
    /// The frequency from which on movement is taken for noise, hertz.
    public let cutoff: Double
    /// Numbers a second.
    public let rate: Double

    private let b0: Double
    private let a1: Double
    private let a2: Double
    /// Numbers by which a series is continued at either end.
    private let padding: Int

    /// Numbers by which a series is continued at least: three times the taps, as in SciPy's `filtfilt`.
    private static let leastPadding = 9
    /// Where two runs together halve the power, as a share of the (warped) cut-off of each.
    private static let correction = (2.0.squareRoot() - 1).squareRoot().squareRoot()

    /// A filter.
    ///
    /// - Parameters:
    ///   - cutoff: Where both runs together halve the power, hertz.
    ///   - rate: Numbers a second.
    /// - Throws: ``FilterError/cutoffOutOfRange(cutoff:rate:)`` unless the cut-off lies between 0 and half the rate.
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
        // A period of the cut-off, after which what an end started has died away. One beyond any series overflows no Int.
        padding = max(ZeroPhaseButterworth.leastPadding, Int(min(rate / cutoff, 1e9).rounded(.up)))
    }

    /// The series, filtered; one not longer than the padding (nine numbers or a period of the cut-off) comes back as it
    /// is.
    public func apply(_ values: [Double]) -> [Double] {
        guard values.count > padding, let first = values.first, let last = values.last else { return values }
        // Turned about its ends, a series goes on with the slope it has there.
        let before = (1...padding).reversed().map { 2 * first - values[$0] }
        let after = (1...padding).map { 2 * last - values[values.count - 1 - $0] }
        let there = run(before + values + after)
        let back = run(there.reversed())
        return Array(back.reversed()[padding..<(padding + values.count)])
    }

    /// One run, begun as if the first number had always been there (transposed direct form II).
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
