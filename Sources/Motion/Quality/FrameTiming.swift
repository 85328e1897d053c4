/// How regularly the frames of a video come.
public struct FrameTiming: Sendable, Hashable {
    /// A step in time so long that nothing is known of what happened meanwhile.
    public struct Jump: Sendable, Hashable {
        /// The last frame before it, seconds.
        public let time: Double
        /// How long it is, seconds.
        public let duration: Double
    }

    /// Frames a second: one over the usual step; `nil` for fewer than two frames.
    public let rate: Double?
    /// Steps from frame to frame.
    public let steps: Int
    /// Steps that are not the usual one, nor a whole number of it.
    public let irregularSteps: Int
    /// Frames that should have come in steps of two usual ones and more, jumps left out.
    public let missingFrames: Int
    /// Steps of more than ``longestStep``, by time.
    public let jumps: [Jump]
    /// Frames that show the picture before once more, while pictures before and after differ; `nil` where no pictures
    /// were looked at. See ``RepeatedFrames``.
    public let repeatedFrames: Int?

    /// After a longer step the tracker begins anew (`PoseTracker.Options.longestStep`), seconds.
    public static let longestStep = 1.0
    /// How far a step may be from the usual one, as a share of it. Containers round times to a millisecond, which is 6 % of a
    /// step at 60 frames a second; a quarter of a step moves a wrist that swings at 3 m/s by 2.5 cm at 30 frames a second.
    private static let tolerance = 0.25

    /// Looks at the times of frames.
    ///
    /// - Parameters:
    ///   - times: Of all frames, seconds, advancing.
    ///   - repeatedFrames: How many of them were repeated, where that is known.
    public init(times: [Double], repeatedFrames: Int? = nil) {
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        let usual = FrameTiming.usualStep(of: times)
        rate = usual.map { 1 / $0 }
        steps = gaps.count
        self.repeatedFrames = repeatedFrames
        jumps = zip(times, gaps).filter { $1 > max(FrameTiming.longestStep, 1.5 * (usual ?? 0)) }
            .map { Jump(time: $0, duration: $1) }
        var (irregular, missing) = (0, 0)
        if let usual {
            for gap in gaps where gap <= max(FrameTiming.longestStep, 1.5 * usual) {
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

    /// The usual step between times: the median one; `nil` for fewer than two times.
    static func usualStep(of times: [Double]) -> Double? { EvenSampling.rate(of: times).map { 1 / $0 } }

    /// Share of steps that are not regular.
    public var irregularShare: Double { steps > 0 ? Double(irregularSteps) / Double(steps) : 0 }
    /// Share of the frames that should be there and are missing.
    public var missingShare: Double {
        missingFrames > 0 ? Double(missingFrames) / Double(steps + 1 + missingFrames) : 0
    }
    /// Share of frames that repeat the one before; `nil` where no pictures were looked at.
    public var repeatedShare: Double? { repeatedFrames.map { steps > 0 ? Double($0) / Double(steps) : 0 } }

    /// Frames a second. Movement of people has next to no power above 6 Hz (Winter, "Biomechanics and Motor Control of Human
    /// Movement", 4th ed., 3.4.3), which 12 frames a second can just hold; filters want twice that.
    public static let rateScale = VerdictScale(good: 24, fair: 12)
    /// Share of frames that are missing, repeated or late. A choice: one in a hundred is a hiccup; with one in ten, each
    /// repetition of an exercise has several.
    public static let faultScale = VerdictScale(good: 0.01, fair: 0.1)

    /// What the rate and its faults are worth. A jump is never good, and where there is but one frame, nothing is.
    ///
    /// - Parameter every: Every how many frames of the video one was looked at: the video's own rate is judged.
    public func verdict(every: Int = 1) -> Verdict {
        guard let rate else { return .poor }
        let faults = [irregularShare, missingShare, repeatedShare ?? 0].max() ?? 0
        let verdict = max(
            FrameTiming.rateScale.verdict(of: (rate * Double(every) * 10).rounded() / 10),
            FrameTiming.faultScale.verdict(of: faults))
        return jumps.isEmpty ? verdict : max(verdict, .fair)
    }
}
