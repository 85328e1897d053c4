import PoiseBody

/// Calibration of confidences: of joints with a confidence of 0.9, nine in ten should lie within a tenth of the longer
/// side of the person's box.
public struct Calibration: Sendable, Hashable {
    /// A detected joint, and whether its position is right.
    public struct Sample: Sendable, Hashable {
        /// The stated probability that the position is right, 0 to 1.
        public var confidence: Double
        /// Whether the position is right.
        public var isRight: Bool

        /// Creates a sample from its values.
        public init(confidence: Double, isRight: Bool) {
            self.confidence = confidence
            self.isRight = isRight
        }
    }

    /// The joints in a range of confidences.
    public struct Bin: Sendable, Hashable {
        /// Lower bound of the confidences, inclusive.
        public let lower: Double
        /// Upper bound, exclusive, where the next bin begins; 1 belongs to the last bin.
        public let upper: Double
        /// Number of joints.
        public let joints: Int
        /// Mean confidence of the joints.
        public let stated: Double
        /// Share of the joints whose position is right.
        public let measured: Double
        /// 95 % bootstrap interval of ``measured`` over images; `nil` when the joints come from a single image.
        public let interval: ClosedRange<Double>?
    }

    /// The bins that contain joints, by confidence. Each extends 0.05 to both sides of a tenth.
    public let bins: [Bin]
    /// The bin of all joints.
    public let all: Bin
    /// Brier's score, the mean squared difference between the confidence and 1 for a right joint or 0 for a wrong one:
    /// 0 is best (Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather Review 78,
    /// 1950).
    public let brier: Double
    /// 95 % bootstrap interval of ``brier`` over images; `nil` for a single image.
    public let brierInterval: ClosedRange<Double>?
    /// Expected calibration error: the mean over the joints of the difference between stated and measured in their bin
    /// (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017). It has no interval: chance enlarges it in
    /// each sample, so that bootstrap samples lie above it.
    public let expectedError: Double

    /// Computes the calibration of joints, image by image; `nil` without joints.
    public init?(_ images: [[Sample]]) {
        let images = images.filter { !$0.isEmpty }
        guard let all = Bin(images, from: 0, to: 1) else { return nil }
        self.all = all
        bins = (0...10).compactMap { number in
            Bin(
                images.map { $0.filter { Calibration.bin(of: $0) == number } },
                from: max(0, Double(2 * number - 1) / 20), to: min(1, Double(2 * number + 1) / 20))
        }
        (brier, brierInterval) = Calibration.share(images) { sample in
            let distance = sample.confidence - (sample.isRight ? 1 : 0)
            return distance * distance
        }
        expectedError =
            bins.reduce(0) { $0 + Double($1.joints) * abs($1.stated - $1.measured) } / Double(all.joints)
    }

    /// Computes the calibration of the joints of all matched people.
    ///
    /// - Parameters:
    ///   - images: One score per image.
    ///   - joints: The joints to include.
    public init?(_ images: [ImageScore], joints: Set<Joint> = Set(Joint.allCases)) {
        self.init(
            images.map { image in
                image.matches.flatMap { score in
                    score.confidences.filter { joints.contains($0.key) }.sorted { $0.key.rawValue < $1.key.rawValue }
                        .map {
                            Sample(confidence: $1, isRight: (score.distances[$0] ?? .infinity) <= 0.1 * score.size)
                        }
                }
            })
    }

    private static func bin(of sample: Sample) -> Int { Int((min(max(sample.confidence, 0), 1) * 10).rounded()) }

    /// Returns the mean of a value over all joints, and its bootstrap interval.
    fileprivate static func share(
        _ images: [[Sample]], _ number: (Sample) -> Double
    ) -> (mean: Double, interval: ClosedRange<Double>?) {
        let sums = images.map { (sum: $0.reduce(0) { $0 + number($1) }, count: $0.count) }
        func mean(_ times: [Int]) -> Double {
            var (sum, count) = (0.0, 0)
            for (image, times) in zip(sums, times) {
                sum += Double(times) * image.sum
                count += times * image.count
            }
            return count > 0 ? sum / Double(count) : .nan
        }
        return (
            mean([Int](repeating: 1, count: sums.count)),
            Bootstrap.intervals(images: sums.count) { [mean($0)] }[0]
        )
    }
}

extension Calibration.Bin {
    /// - Parameter images: The joints of the bin, image by image.
    fileprivate init?(_ images: [[Calibration.Sample]], from lower: Double, to upper: Double) {
        let images = images.filter { !$0.isEmpty }
        guard !images.isEmpty else { return nil }
        (self.lower, self.upper) = (lower, upper)
        joints = images.reduce(0) { $0 + $1.count }
        stated = images.joined().reduce(0) { $0 + $1.confidence } / Double(joints)
        (measured, interval) = Calibration.share(images) { $0.isRight ? 1 : 0 }
    }
}
