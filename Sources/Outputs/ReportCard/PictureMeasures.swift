import Motion

/// Measures of the subject's picture through a video: medians over its frames.
///
/// Thresholds come from rendered people in pictures made worse step by step, in `DegradedPictureTests`, which prints and checks
/// the table: up to the first threshold the angles of the median joint change by 2 degrees and less and everybody is found;
/// beyond the second one it is 3 degrees and more, single angles are wrong by far more, and people are no longer found.
public struct PictureMeasures: Sendable, Hashable {
    /// Blur, 0 sharp to 1: `PictureQuality.blur`.
    public let blur: Measure?
    /// Levels of luma from the darkest to the brightest twentieth: `PictureQuality.contrast`.
    public let contrast: Measure?
    /// Mean luma on the person, 0 to 255: `Exposure.brightness`; where nobody was seen, that of the picture.
    public let brightness: Measure?
    /// Share of the person that is as good as white: `Exposure.whiteShare`.
    public let whiteShare: Measure?
    /// Share of the person that is as good as black: `Exposure.blackShare`.
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

    /// Blur. A Gaussian of 2 of the network's 256 pixels gives 0.7 and one of 4 gives 0.87.
    public static let blurScale = VerdictScale(good: 0.7, fair: 0.85)
    /// Contrast, levels.
    public static let contrastScale = VerdictScale(good: 40, fair: 25)
    /// Luma on the person, levels: with a tenth of the light and with a thirtieth.
    public static let brightnessScale = VerdictScale(good: 40, fair: 20)
    /// Share of the person that is white.
    public static let whiteScale = VerdictScale(good: 0.35, fair: 0.6)
    /// The longer side of the box round the person, pixels.
    public static let sizeScale = VerdictScale(good: 180, fair: 80)

    init(_ views: [PictureSeries.View]) {
        blur = Measure(views.compactMap(\.blur), PictureMeasures.blurScale)
        contrast = Measure(views.compactMap(\.contrast), PictureMeasures.contrastScale)
        brightness = Measure(views.compactMap(\.brightness), PictureMeasures.brightnessScale)
        whiteShare = Measure(views.compactMap(\.whiteShare), PictureMeasures.whiteScale)
        blackShare = Measure(views.compactMap(\.blackShare), PictureMeasures.whiteScale)
    }
}
