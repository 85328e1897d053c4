import PoiseBody

/// Smooths a person's mask from frame to frame: where a new probability is uncertain, the old one counts for more.
///
/// MediaPipe's `SegmentationSmoothingCalculator` (mediapipe/calculators/image/segmentation_smoothing_calculator.cc), with
/// the ratio of its pose graphs.
package struct MaskSmoothing: Sendable {
    private var last: Mask?

    package init() {}

    /// The most that the old probability counts.
    private static let ratio: Float = 0.7
    /// Coefficients of a polynomial in (p - 1/2)², from the first power on: it approximates one minus the entropy of the
    /// probability p in bits.
    private static let certainty: [Float] = [5.68842, -0.748699, -57.8051, 291.309, -624.717]

    /// The smoothed mask. The first, and one of another size, passes as it is.
    package mutating func apply(_ mask: Mask) -> Mask {
        guard let before = last, before.width == mask.width, before.height == mask.height else {
            last = mask
            return mask
        }
        let smoothed = Mask(
            width: mask.width, height: mask.height,
            probabilities: zip(mask.probabilities, before.probabilities).map { new, old in
                new + (old - new) * MaskSmoothing.ratio * MaskSmoothing.uncertainty(new)
            })
        last = smoothed
        return smoothed
    }

    /// 1 where nothing is known, 0 where the probability is 0 or 1.
    private static func uncertainty(_ probability: Float) -> Float {
        let x = (probability - 0.5) * (probability - 0.5)
        return 1 - min(1, x * certainty.reversed().reduce(0) { $0 * x + $1 })
    }
}
