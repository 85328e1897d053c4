import PoiseBody

/// Quality report on a video and its results: a grade for each possible problem, the reason, and advice.
public struct ReportCard: Sendable, Hashable {
    /// What a line grades.
    public enum Aspect: String, Sendable, Hashable, CaseIterable, Codable {
        /// Coverage of the video with detected people.
        case tracking
        /// Presence of more people than expected.
        case people
        /// Regularity of the frame times.
        case frames
        /// Storage format of the video.
        case format
        /// Jitter of landmarks and angles.
        case jitter
        /// Joints that are hidden or outside the image.
        case joints
        /// Confusion of limbs with each other.
        case limbs
        /// Size of the person in the image.
        case size
        /// Sharpness of the person.
        case sharpness
        /// Brightness of the person.
        case light
        /// Contrast of the person.
        case contrast
    }

    /// A grade and its reason.
    public struct Line: Sendable, Hashable {
        /// What the line grades.
        public let aspect: Aspect
        /// The grade; `nil` when there was nothing to measure.
        public let grade: Grade?
        /// The measured values.
        public let reason: String
        /// Advice on how to improve; `nil` if there is nothing to improve.
        public let advice: String?
    }

    /// Name of the file.
    public let file: String
    /// A line for each evaluated aspect, in the order of ``Aspect``.
    public let lines: [Line]
    /// Quality measured from people and times.
    public let quality: SequenceQuality
    /// Quality measured from images; `nil` without images.
    public let images: ImageMeasures?
    /// Duration from the first frame to the end of the last.
    public let duration: Duration

    /// The overall grade, which is that of the worst line.
    public var grade: Grade { lines.compactMap(\.grade).max() ?? .good }

    /// Evaluates the results of a video.
    ///
    /// - Parameters:
    ///   - sequence: The people in each frame.
    ///   - images: Image quality, with one frame for each of the sequence's; `nil` if only results are available, and
    ///     sharpness, light and contrast are then left out.
    ///   - traits: Storage traits of the video; `nil` if unknown, and the format is then left out.
    ///   - people: The expected number of people.
    ///   - every: The interval of processed frames, 1 for all.
    public init(
        _ sequence: PoseSequence, images: ImageSeries? = nil, traits: Set<VideoTrait>? = nil, people: Int = 1,
        every: Int = 1
    ) {
        file = sequence.header.file
        let repeated = every == 1 ? images?.repeatedFrames : nil
        let quality = SequenceQuality(sequence, expectedPeople: people, repeatedFrames: repeated)
        self.quality = quality
        let measures = images.map { ImageMeasures($0.views(of: sequence.subject.map { $0?.id })) }
        self.images = measures
        let rate = quality.timing.rate ?? sequence.header.framesPerSecond
        if let first = sequence.frames.first, let last = sequence.frames.last {
            duration = last.time - first.time + .seconds(1 / rate)
        } else {
            duration = .zero
        }
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
