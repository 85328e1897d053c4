import Landmarks
import Motion

/// How far a video and what was seen in it can be trusted: a verdict for each thing that can be wrong, why, and what to do
/// about it.
public struct ReportCard: Sendable, Hashable {
    /// What a line is about.
    public enum Subject: String, Sendable, Hashable, CaseIterable, Codable {
        /// Whether somebody is seen throughout.
        case tracking
        /// Whether there are others than should be there.
        case people
        /// How regularly the frames come.
        case frames
        /// How the video is stored.
        case format
        /// How much landmarks and angles tremble.
        case jitter
        /// Which joints are hidden or outside the picture.
        case joints
        /// Whether limbs are mistaken for each other.
        case limbs
        /// How large the person is.
        case size
        /// How sharp the person is.
        case sharpness
        /// How bright the person is.
        case light
        /// How clearly the person stands out.
        case contrast
    }

    /// A verdict and its reason.
    public struct Line: Sendable, Hashable {
        /// What it is about.
        public let subject: Subject
        /// The verdict; `nil` when there was nothing to measure.
        public let verdict: Verdict?
        /// What was measured.
        public let reason: String
        /// What to do about it; `nil` where there is nothing to do.
        public let advice: String?
    }

    /// The name of the file.
    public let file: String
    /// A line for each subject that was looked at, in the order of ``Subject``.
    public let lines: [Line]
    /// What was measured of people and times.
    public let quality: SequenceQuality
    /// What was measured of pictures; `nil` where there were none to look at.
    public let pictures: PictureMeasures?
    /// From the first frame to the end of the last, seconds.
    public let duration: Double

    /// The verdict on the whole: that of the worst line.
    public var verdict: Verdict { lines.compactMap(\.verdict).max() ?? .good }

    /// Judges what was seen in a video.
    ///
    /// - Parameters:
    ///   - sequence: Who was seen in each frame.
    ///   - pictures: How well; a frame for each of the sequence's. `nil` where only results are at hand: nothing is said of
    ///     sharpness, light and contrast then.
    ///   - traits: How the video is stored; `nil` where that is not known, and then nothing is said of it.
    ///   - people: How many people should be there.
    ///   - every: Every how many frames of the video one was looked at.
    public init(
        _ sequence: PoseSequence, pictures: PictureSeries? = nil, traits: Set<VideoTrait>? = nil, people: Int = 1,
        every: Int = 1
    ) {
        file = sequence.header.file
        let repeated = every == 1 ? pictures?.repeatedFrames : nil
        let quality = SequenceQuality(sequence, expectedPeople: people, repeatedFrames: repeated)
        self.quality = quality
        let measures = pictures.map { PictureMeasures($0.views(of: sequence.subject.map { $0?.id })) }
        self.pictures = measures
        let rate = quality.timing.rate ?? sequence.header.framesPerSecond
        let (first, last) = (sequence.frames.first?.time ?? 0, sequence.frames.last?.time ?? 0)
        duration = sequence.frames.isEmpty ? 0 : last - first + 1 / rate
        var lines: [Line] = [
            .tracking(quality.tracking), .people(quality.tracking), .frames(quality.timing, every: every),
        ]
        if let traits { lines.append(.format(traits)) }
        lines += [
            .jitter(quality.jitter), .joints(quality.joints),
            .limbs(quality.collapses, share: quality.collapsedShare, joints: quality.joints), .size(quality.size),
        ]
        if let measures { lines += [.sharpness(measures), .light(measures), .contrast(measures)] }
        self.lines = lines
    }
}
