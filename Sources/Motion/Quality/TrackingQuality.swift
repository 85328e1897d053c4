import Landmarks

/// For how much of a video somebody was seen, and when nobody was.
public struct TrackingQuality: Sendable, Hashable {
    /// A stretch in which nobody was seen.
    public struct Loss: Sendable, Hashable {
        /// From the first frame without anybody, seconds.
        public let start: Double
        /// To the first frame with somebody again, or the end of the video, seconds.
        public let end: Double
        /// Frames without anybody.
        public let frames: Int

        /// How long it lasts, seconds.
        public var duration: Double { end - start }
    }

    /// Frames in all.
    public let frames: Int
    /// Frames in which somebody was seen.
    public let framesWithSomebody: Int
    /// How many people should be there.
    public let expectedPeople: Int
    /// Frames in which more people were seen than should be there.
    public let framesWithMore: Int
    /// The most people in a frame.
    public let mostPeople: Int
    /// When nobody was seen, by time.
    public let losses: [Loss]

    /// Share of frames in which somebody was seen, 0 to 1; 0 where there are no frames.
    public var share: Double { frames > 0 ? Double(framesWithSomebody) / Double(frames) : 0 }
    /// Share of frames in which more people were seen than should be there.
    public var shareWithMore: Double { frames > 0 ? Double(framesWithMore) / Double(frames) : 0 }
    /// The longest loss, seconds; 0 without any.
    public var longestLoss: Double { losses.map(\.duration).max() ?? 0 }

    /// Losses up to 0.2 s are filled (``GapFilling``), and through 2 s a person keeps their number (`PoseTracker.Options`).
    public static let lossScale = VerdictScale(good: GapFilling().longestGap, fair: 2)
    /// A choice, not a measurement: one frame in fifty is no stretch that anybody misses, and without one in ten a
    /// repetition in ten is missing.
    public static let shareScale = VerdictScale(good: 0.98, fair: 0.9)
    /// Also a choice. Another person matters as soon as the two come near each other: the network sees the one nearest to the
    /// middle of its region.
    public static let othersScale = VerdictScale(good: 0.02, fair: 0.5)

    /// The worse of what the share and the longest loss are worth.
    public var verdict: Verdict {
        max(TrackingQuality.shareScale.verdict(of: share), TrackingQuality.lossScale.verdict(of: longestLoss))
    }

    /// Looks at a sequence.
    ///
    /// - Parameters:
    ///   - sequence: Who was seen.
    ///   - expectedPeople: How many people should be there.
    public init(_ sequence: PoseSequence, expectedPeople: Int = 1) {
        self.expectedPeople = expectedPeople
        let all = sequence.frames
        frames = all.count
        framesWithSomebody = all.count { !$0.people.isEmpty }
        framesWithMore = all.count { $0.people.count > expectedPeople }
        mostPeople = all.map(\.people.count).max() ?? 0
        let step = FrameTiming.usualStep(of: all.map(\.time)) ?? 1 / sequence.header.framesPerSecond
        var losses: [Loss] = []
        var start = 0
        while start < all.count {
            guard all[start].people.isEmpty else {
                start += 1
                continue
            }
            let end = all[start...].firstIndex { !$0.people.isEmpty } ?? all.count
            let until = end < all.count ? all[end].time : all[end - 1].time + step
            losses.append(Loss(start: all[start].time, end: until, frames: end - start))
            start = end
        }
        self.losses = losses
    }
}
