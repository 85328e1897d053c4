/// Image quality of the subject through a video: medians over its frames.
///
/// Thresholds come from rendered people in images degraded step by step: `DegradedPictureTests` prints and checks the
/// table (shown in Docs/checking.md). Up to the first threshold the median angle changes by about 2 degrees at most,
/// and all people are detected. Beyond the second one it changes by more than 3 degrees, single angles are wrong by far
/// more, or people are not detected.
public struct ImageMeasures: Sendable, Hashable {
    /// Blur, 0 (sharp) to 1: `ImageQuality.blur`.
    public let blur: Measure?
    /// Contrast, levels of luma from the darkest to the brightest twentieth: `ImageQuality.contrast`.
    public let contrast: Measure?
    /// Mean luma on the person or in their bounding box, whichever is higher, 0 to 255; that of the image if no person
    /// was detected.
    public let brightness: Measure?
    /// Share of the person that is nearly white: `Exposure.whiteShare`.
    public let whiteShare: Measure?
    /// Share of the person that is nearly black: `Exposure.blackShare`. Not graded: dark clothes in good light are
    /// black too.
    public let blackShare: Measure?

    /// A value through a video.
    public struct Measure: Sendable, Hashable {
        /// The median over the frames.
        public let median: Double
        /// Share of frames in which the value is poor.
        public let poorShare: Double

        /// Returns the grade: that of the median, and never good when the value is poor in more than one frame of ten.
        func grade(_ scale: GradeScale) -> Grade {
            max(scale.grade(of: median), poorShare > 0.1 ? .fair : .good)
        }

        init?(_ values: [Double], _ scale: GradeScale) {
            guard !values.isEmpty else { return nil }
            median = values.sorted()[values.count / 2]
            poorShare = Double(values.count { scale.grade(of: $0) == .poor }) / Double(values.count)
        }
    }

    /// Thresholds of blur: defocus by a Gaussian of 2 and of 3 of the network's 256 pixels.
    public static let blurScale = GradeScale(good: 0.72, fair: 0.82)
    /// Thresholds of contrast, levels: a quarter and a fifth of that of a well-lit room.
    public static let contrastScale = GradeScale(good: 39, fair: 30)
    /// Thresholds of luma, levels: a tenth and a thirtieth of the light of a well-lit room, with a sensor's noise.
    public static let brightnessScale = GradeScale(good: 40, fair: 25)
    /// Thresholds of the white share of the person: between two and four, and between four and sixteen times the light
    /// that saturates an image.
    public static let whiteScale = GradeScale(good: 0.1, fair: 0.25)
    /// Thresholds of the longer side of the person's bounding box, pixels. One step more than measured on rendered
    /// images (60 and 30), which were not compressed by an encoder.
    public static let sizeScale = GradeScale(good: 80, fair: 40)

    init(_ views: [ImageSeries.View]) {
        blur = Measure(views.compactMap(\.blur), ImageMeasures.blurScale)
        contrast = Measure(views.compactMap(\.contrast), ImageMeasures.contrastScale)
        brightness = Measure(views.compactMap(\.brightness), ImageMeasures.brightnessScale)
        whiteShare = Measure(views.compactMap(\.whiteShare), ImageMeasures.whiteScale)
        blackShare = Measure(views.compactMap(\.blackShare), GradeScale(good: 1, fair: 1))
    }
}
