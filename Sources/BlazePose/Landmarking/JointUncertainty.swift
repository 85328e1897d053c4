/// How far a joint may be off, by what its heatmap says of it.
///
/// The formulas were fitted to the errors of 12 joints on 1139 photos with known joints and hold on 850 others. Peak .3 to .4:
/// within a tenth of the body's box in 28 % of cases; .5 to .6: 65 %; .7 to .8: 86 %; .85 to .9: 91 %; above .95: 98 %.
///
/// There, poses of somebody beside the person whose joints were known seem to have counted as wrong: where everybody is known,
/// on mannequins and photos alike, more than 98 of 100 joints at .9 were right. The confidence is about the joints of the person
/// whom the pose is of, and so is scaled to that (Platt, "Probabilistic outputs for support vector machines", 1999; the figures
/// are in Docs/levels.md).
struct JointUncertainty {
    /// Probability that the joint is within a tenth of the body's box of the truth, 0 to 1.
    let confidence: Double
    /// The expected error in units of the body's box. 68 % of errors lie below 1.3 times of it, 90 % below 3.4 times.
    let expectedError: Double

    /// What becomes of the logit of the confidence where it is known whom a pose is of.
    ///
    /// The likeliest values for 400 rendered pictures at three levels, where it is always known, are 1.37 (standard error .04)
    /// for the slope and 1.48 (.04) for the offset (numbers 2000 to 2399 of `CalibrationPicture` in the tests). The offset taken
    /// is less, since poses in photos are wrong as a whole now and then, and those of rendered figures hardly ever.
    private static let known = (slope: 1.37, offset: 1.2)

    /// - Parameters:
    ///   - peak: Of the joint's heatmap.
    ///   - quality: The mean height of the limbs' peaks.
    init(_ peak: HeatmapPeak, quality: Double) {
        let (p, m) = (JointUncertainty.logit(peak.height), JointUncertainty.logit(quality))
        let gap = logarithm(peak.gap + 0.003)
        let amongStrangers = -1.84 + 0.59 * p + 1.12 * m - 0.44 * gap
        let logit = JointUncertainty.known.slope * amongStrangers + JointUncertainty.known.offset
        confidence = 1 / (1 + exponential(-logit))
        expectedError = max(0, exponential(-1.367 - 0.320 * p - 0.625 * m + 0.190 * gap) - 0.004)
    }

    /// Of a probability that is not quite 0 or 1: beyond, peaks tell nothing more.
    private static func logit(_ probability: Double) -> Double {
        let probability = min(max(probability, 0.001), 0.999)
        return logarithm(probability / (1 - probability))
    }
}
