import PoiseMotion
import PoiseBody

/// Coverage of a video with detected people, and its tracking gaps.
public struct TrackingQuality: Sendable, Hashable {
    /// A tracking gap: a segment in which no person was detected.
    public struct TrackingGap: Sendable, Hashable {
        /// Time of the first frame without people.
        public let start: Duration
        /// Time of the first frame with people again, or the end of the video.
        public let end: Duration
        /// Number of frames without people.
        public let frames: Int

        /// Duration of the gap.
        public var duration: Duration { end - start }
    }

    /// Number of frames.
    public let frames: Int
    /// Number of frames in which a person was detected.
    public let framesWithPeople: Int
    /// The expected number of people.
    public let expectedPeople: Int
    /// Number of frames in which more people were detected than expected.
    public let framesWithMore: Int
    /// The highest number of people in a frame.
    public let mostPeople: Int
    /// Tracking gaps, by time.
    public let gaps: [TrackingGap]

    /// Share of frames in which a person was detected, 0 to 1; 0 if there are no frames.
    public var share: Double { frames > 0 ? Double(framesWithPeople) / Double(frames) : 0 }
    /// Share of frames in which more people were detected than expected.
    public var shareWithMore: Double { frames > 0 ? Double(framesWithMore) / Double(frames) : 0 }
    /// Duration of the longest tracking gap; zero without any.
    public var longestGap: Duration { gaps.map(\.duration).max() ?? .zero }

    /// Thresholds of the longest tracking gap, seconds: gaps up to 0.2 s are filled (`GapFilling`), and a person
    /// keeps their id through 2 s (`PoseTracker.Options`).
    public static let gapScale = GradeScale(good: GapFilling().longestGap / .seconds(1), fair: 2)
    /// Thresholds of the share of frames with people. A choice, not a measurement: one missing frame in fifty is no
    /// noticeable segment, and without one in ten a repetition in ten is missing.
    public static let shareScale = GradeScale(good: 0.98, fair: 0.9)
    /// Thresholds of the share of frames with more people than expected. Also a choice. Another person matters as soon
    /// as the two come near each other: the network follows the one nearest to the center of its region of interest.
    public static let othersScale = GradeScale(good: 0.02, fair: 0.5)

    /// The worse of the grades of the share and of the longest tracking gap.
    public var grade: Grade {
        max(
            TrackingQuality.shareScale.grade(of: share),
            TrackingQuality.gapScale.grade(of: longestGap / .seconds(1)))
    }

    /// Evaluates a sequence.
    ///
    /// - Parameters:
    ///   - sequence: The people in each frame.
    ///   - expectedPeople: The expected number of people.
    public init(_ sequence: PoseSequence, expectedPeople: Int = 1) {
        self.expectedPeople = expectedPeople
        let all = sequence.frames
        frames = all.count
        framesWithPeople = all.count { !$0.people.isEmpty }
        framesWithMore = all.count { $0.people.count > expectedPeople }
        mostPeople = all.map(\.people.count).max() ?? 0
        let step = FrameTiming.usualStep(of: all.map(\.seconds)) ?? 1 / sequence.header.framesPerSecond
        var gaps: [TrackingGap] = []
        var start = 0
        while start < all.count {
            guard all[start].people.isEmpty else {
                start += 1
                continue
            }
            let end = all[start...].firstIndex { !$0.people.isEmpty } ?? all.count
            let until = end < all.count ? all[end].time : all[end - 1].time + .seconds(step)
            gaps.append(TrackingGap(start: all[start].time, end: until, frames: end - start))
            start = end
        }
        self.gaps = gaps
    }
}
