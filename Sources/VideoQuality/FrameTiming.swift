import PoiseMotion

/// Regularity of the frame times of a video.
public struct FrameTiming: Sendable, Hashable {
    /// A timestamp gap: a step in time so long that the movement in it is unknown.
    public struct TimestampGap: Sendable, Hashable {
        /// Time of the last frame before the gap.
        public let time: Duration
        /// Duration of the gap.
        public let duration: Duration
    }

    /// Frames per second: the inverse of the usual step; `nil` for fewer than two frames.
    public let rate: Double?
    /// Number of steps from frame to frame.
    public let steps: Int
    /// Steps that are neither the usual one nor a multiple of it.
    public let irregularSteps: Int
    /// Frames missing in steps of two usual ones and more, except in timestamp gaps.
    public let missingFrames: Int
    /// Timestamp gaps: steps of more than ``longestStep``, by time.
    public let gaps: [TimestampGap]
    /// Frames that repeat the previous image, while the images before and after differ; `nil` if no images were
    /// evaluated. See ``RepeatedFrames``.
    public let repeatedFrames: Int?

    /// The longest step after which the tracker continues; after a longer one it starts anew
    /// (`PoseTracker.Options.maxFrameGap`).
    public static let longestStep = Duration.seconds(1)
    /// Tolerance of a step relative to the usual one. Containers round times to a millisecond, which is 6 % of a step
    /// at 60 frames a second; a quarter of a step moves a wrist that swings at 3 m/s by 2.5 cm at 30 frames a second.
    private static let tolerance = 0.25

    /// Evaluates the times of frames.
    ///
    /// - Parameters:
    ///   - times: Times of all frames, increasing.
    ///   - repeatedFrames: Number of repeated frames, where known.
    public init(times: [Duration], repeatedFrames: Int? = nil) {
        let seconds = times.map { $0 / .seconds(1) }
        let differences = zip(seconds, seconds.dropFirst()).map { $1 - $0 }
        let usual = FrameTiming.usualStep(of: seconds)
        let longest = max(FrameTiming.longestStep / .seconds(1), 1.5 * (usual ?? 0))
        rate = usual.map { 1 / $0 }
        steps = differences.count
        self.repeatedFrames = repeatedFrames
        gaps = differences.indices.filter { differences[$0] > longest }.map {
            TimestampGap(time: times[$0], duration: times[$0 + 1] - times[$0])
        }
        var (irregular, missing) = (0, 0)
        if let usual {
            for gap in differences where gap <= longest {
                let ratio = gap / usual
                if abs(ratio - max(1, ratio.rounded())) > FrameTiming.tolerance {
                    irregular += 1
                } else {
                    missing += Int(max(1, ratio.rounded())) - 1
                }
            }
        }
        irregularSteps = irregular
        missingFrames = missing
    }

    /// Returns the usual step between times in seconds: the median one; `nil` for fewer than two times.
    static func usualStep(of times: [Double]) -> Double? { UniformResampler.rate(of: times).map { 1 / $0 } }

    /// Share of irregular steps.
    public var irregularShare: Double { steps > 0 ? Double(irregularSteps) / Double(steps) : 0 }
    /// Share of the expected frames that are missing.
    public var missingShare: Double {
        missingFrames > 0 ? Double(missingFrames) / Double(steps + 1 + missingFrames) : 0
    }
    /// Share of frames that repeat the previous one; `nil` if no images were evaluated.
    public var repeatedShare: Double? { repeatedFrames.map { steps > 0 ? Double($0) / Double(steps) : 0 } }

    /// Thresholds of the rate, frames per second. Human movement has almost no power above 6 Hz (Winter, "Biomechanics
    /// and Motor Control of Human Movement", 4th ed., 3.4.3), which 12 frames a second can just represent; filters want
    /// twice that.
    public static let rateScale = GradeScale(good: 24, fair: 12)
    /// Thresholds of the share of frames that are missing, repeated or late. A choice: one in a hundred is a hiccup;
    /// with one in ten, each repetition of an exercise has several.
    public static let faultScale = GradeScale(good: 0.01, fair: 0.1)

    /// Returns the grade of the rate and its faults. Timestamp gaps never allow a good grade, and a single frame is
    /// poor.
    ///
    /// - Parameter every: The interval of processed frames, 1 for all: the video's own rate is graded.
    public func grade(every: Int = 1) -> Grade {
        guard let rate else { return .poor }
        let faults = [irregularShare, missingShare, repeatedShare ?? 0].max() ?? 0
        let grade = max(
            FrameTiming.rateScale.grade(of: (rate * Double(every) * 10).rounded() / 10),
            FrameTiming.faultScale.grade(of: faults))
        return gaps.isEmpty ? grade : max(grade, .fair)
    }
}

/// Counter of frames that repeat the previous image, as after a conversion from 24 to 30 frames a second, or when a
/// camera could not keep up.
///
/// Images of a motionless subject also differ little. A frame therefore counts as repeated only where the images just
/// before and just after differ ten times as much: no recorded subject stops so abruptly for at most three frames and
/// then continues.
public enum RepeatedFrames {
    /// The longest run of one image: ten frames a second shown as forty.
    private static let longestRun = 3
    /// Minimum ratio of the differences before and after a run to those within it.
    private static let ratio = 10.0

    /// Returns the number of repeated frames.
    ///
    /// - Parameter differences: The difference of each frame but the first to the previous one, in any unit; `nil`
    ///   where it is unknown.
    public static func count(differences: [Double?]) -> Int {
        var count = 0
        var start = 0
        while start < differences.count {
            // The run of small differences that begins here, between two larger ones.
            var best = 0
            if start > 0, let before = differences[start - 1] {
                var largest = 0.0
                for length in 1...longestRun where start + length < differences.count {
                    guard let last = differences[start + length - 1], let after = differences[start + length] else {
                        break
                    }
                    largest = max(largest, last)
                    guard largest * ratio < before else { break }
                    if largest * ratio < after {
                        best = length
                        break
                    }
                }
            }
            count += best
            start += max(best, 1)
        }
        return count
    }
}
