import Motion

/// Measures of the subject's picture through a video: medians over its frames.
///
/// Thresholds come from rendered people in pictures made worse step by step: `DegradedPictureTests` prints and checks the table
/// (Docs/checking.md has it). Up to the first threshold the median angle changes by about 2 degrees at most, and everybody is
/// found. Beyond the second one it is more than 3 degrees, single angles are wrong by far more, or people are not found.
public struct PictureMeasures: Sendable, Hashable {
    /// Blur, 0 sharp to 1: `PictureQuality.blur`.
    public let blur: Measure?
    /// Levels of luma from the darkest to the brightest twentieth: `PictureQuality.contrast`.
    public let contrast: Measure?
    /// Mean luma on the person or in the box round them, whichever is more, 0 to 255; where nobody was seen, that of the picture.
    public let brightness: Measure?
    /// Share of the person that is as good as white: `Exposure.whiteShare`.
    public let whiteShare: Measure?
    /// Share of the person that is as good as black: `Exposure.blackShare`. Not judged: so are dark clothes in good light.
    public let blackShare: Measure?

    /// A number through a video.
    public struct Measure: Sendable, Hashable {
        /// The median over the frames.
        public let median: Double
        /// Share of frames in which it is poor.
        public let poorShare: Double

        /// What it is worth: the median, and never good when it is poor in one frame of ten.
        func verdict(_ scale: VerdictScale) -> Verdict {
            max(scale.verdict(of: median), poorShare > 0.1 ? .fair : .good)
        }

        init?(_ values: [Double], _ scale: VerdictScale) {
            guard !values.isEmpty else { return nil }
            median = values.sorted()[values.count / 2]
            poorShare = Double(values.count { scale.verdict(of: $0) == .poor }) / Double(values.count)
        }
    }

    /// Blur: out of focus by a Gaussian of 2 and of 3 of the network's 256 pixels.
    public static let blurScale = VerdictScale(good: 0.72, fair: 0.82)
    /// Contrast, levels: a quarter and a fifth of that of a well-lit room.
    public static let contrastScale = VerdictScale(good: 39, fair: 30)
    /// Luma, levels: a tenth and a thirtieth of the light of a well-lit room, with a sensor's noise.
    public static let brightnessScale = VerdictScale(good: 40, fair: 25)
    /// Share of the person that is white: between two and four, and between four and sixteen times the light that a picture takes.
    public static let whiteScale = VerdictScale(good: 0.1, fair: 0.25)
    /// The longer side of the box round the person, pixels. A step more than was measured on rendered pictures (60 and 30),
    /// which no encoder has gone over.
    public static let sizeScale = VerdictScale(good: 80, fair: 40)

    init(_ views: [PictureSeries.View]) {
        blur = Measure(views.compactMap(\.blur), PictureMeasures.blurScale)
        contrast = Measure(views.compactMap(\.contrast), PictureMeasures.contrastScale)
        brightness = Measure(views.compactMap(\.brightness), PictureMeasures.brightnessScale)
        whiteShare = Measure(views.compactMap(\.whiteShare), PictureMeasures.whiteScale)
        blackShare = Measure(views.compactMap(\.blackShare), VerdictScale(good: 1, fair: 1))
    }
}
