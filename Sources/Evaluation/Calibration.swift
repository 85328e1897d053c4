import Landmarks

/// Whether joints are right as often as the results claim: of joints with a confidence of 0.9, nine in ten should lie within a
/// tenth of the longer side of the person's box.
public struct Calibration: Sendable, Hashable {
    /// A joint that was found, and whether that was right.
    public struct Sample: Sendable, Hashable {
        /// The stated probability that it is, 0 to 1.
        public var confidence: Double
        /// Whether it is.
        public var isRight: Bool

        /// A sample from its values.
        public init(confidence: Double, isRight: Bool) {
            self.confidence = confidence
            self.isRight = isRight
        }
    }

    /// The joints of a range of confidences.
    public struct Bin: Sendable, Hashable {
        /// The least confidence in it.
        public let lower: Double
        /// Where the next bin begins; 1 belongs to the last.
        public let upper: Double
        /// Joints.
        public let joints: Int
        /// Their mean confidence.
        public let stated: Double
        /// The share of them that is right.
        public let measured: Double
        /// Where that lies for 95 of 100 samples of pictures like these; `nil` where a single picture has them.
        public let interval: ClosedRange<Double>?
    }

    /// The bins that have joints, by confidence. Each reaches 0.05 to both sides of a tenth.
    public let bins: [Bin]
    /// All joints.
    public let all: Bin
    /// Brier's score, the mean square of the distance between the confidence and 1 for a joint that is right and 0 for one that
    /// is not: 0 is best (Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather Review 78, 1950).
    public let brier: Double
    /// Where that lies for 95 of 100 samples of pictures like these; `nil` for a single picture.
    public let brierInterval: ClosedRange<Double>?
    /// The expected calibration error: the mean over the joints of the distance between stated and measured in their bin (Guo
    /// et al., "On Calibration of Modern Neural Networks", ICML 2017). It has no interval: chance makes it larger in each
    /// sample, so that samples of samples lie above it.
    public let expectedError: Double

    /// Measures joints, picture by picture; `nil` without any.
    public init?(_ pictures: [[Sample]]) {
        let pictures = pictures.filter { !$0.isEmpty }
        guard let all = Bin(pictures, from: 0, to: 1) else { return nil }
        self.all = all
        bins = (0...10).compactMap { number in
            Bin(
                pictures.map { $0.filter { Calibration.bin(of: $0) == number } },
                from: max(0, Double(2 * number - 1) / 20), to: min(1, Double(2 * number + 1) / 20))
        }
        (brier, brierInterval) = Calibration.share(pictures) { sample in
            let distance = sample.confidence - (sample.isRight ? 1 : 0)
            return distance * distance
        }
        expectedError =
            bins.reduce(0) { $0 + Double($1.joints) * abs($1.stated - $1.measured) } / Double(all.joints)
    }

    /// Measures the joints of all people that were matched.
    ///
    /// - Parameters:
    ///   - pictures: One score a picture.
    ///   - joints: Only these.
    public init?(_ pictures: [PictureScore], joints: Set<Joint> = Set(Joint.allCases)) {
        self.init(
            pictures.map { picture in
                picture.matches.flatMap { score in
                    score.confidences.filter { joints.contains($0.key) }.sorted { $0.key.rawValue < $1.key.rawValue }
                        .map {
                            Sample(confidence: $1, isRight: (score.distances[$0] ?? .infinity) <= 0.1 * score.size)
                        }
                }
            })
    }

    private static func bin(of sample: Sample) -> Int { Int((min(max(sample.confidence, 0), 1) * 10).rounded()) }

    /// The mean of a number over all joints, and its interval.
    fileprivate static func share(
        _ pictures: [[Sample]], _ number: (Sample) -> Double
    ) -> (mean: Double, interval: ClosedRange<Double>?) {
        let sums = pictures.map { (sum: $0.reduce(0) { $0 + number($1) }, count: $0.count) }
        func mean(_ times: [Int]) -> Double {
            var (sum, count) = (0.0, 0)
            for (picture, times) in zip(sums, times) {
                sum += Double(times) * picture.sum
                count += times * picture.count
            }
            return count > 0 ? sum / Double(count) : .nan
        }
        return (
            mean([Int](repeating: 1, count: sums.count)),
            Bootstrap.intervals(pictures: sums.count) { [mean($0)] }[0]
        )
    }
}

extension Calibration.Bin {
    /// - Parameter pictures: The joints of the bin, picture by picture.
    fileprivate init?(_ pictures: [[Calibration.Sample]], from lower: Double, to upper: Double) {
        let pictures = pictures.filter { !$0.isEmpty }
        guard !pictures.isEmpty else { return nil }
        (self.lower, self.upper) = (lower, upper)
        joints = pictures.reduce(0) { $0 + $1.count }
        stated = pictures.joined().reduce(0) { $0 + $1.confidence } / Double(joints)
        (measured, interval) = Calibration.share(pictures) { $0.isRight ? 1 : 0 }
    }
}
