import PoiseBodyModel
import PoiseLandmarkPipeline
import Testing

/// Confidence and expected error of a joint, computed by hand from the fitted formulas.
@Suite("Confidence by value") struct JointUncertaintyTests {
    private func uncertainty(height: Double, gap: Double, quality: Double) -> JointUncertainty {
        var peak = HeatmapPeak()
        (peak.height, peak.gap) = (height, gap)
        return JointUncertainty(peak, quality: quality)
    }

    /// ln 4 = 1.386294, ln (7 / 3) = 0.847298, ln 0.053 = -2.937463. Among others the logit is -1.84 + 0.59 * 1.386294
    /// + 1.12 * 0.847298 + 0.44 * 2.937463 = 1.219371, then 1.37 * 1.219371 + 1.2 = 2.870539; the error is exp(-1.367
    /// - 0.32 * 1.386294 - 0.625 * 0.847298 - 0.19 * 2.937463) - 0.004.
    @Test("A peak of .8 in a pose of .7, a twentieth of the region away")
    func value() {
        let result = uncertainty(height: 0.8, gap: 0.05, quality: 0.7)
        #expect(abs(result.confidence - 0.946371) < 1e-6)
        #expect(abs(result.expectedError - 0.051117) < 1e-6)
    }

    @Test("Certain peaks have no error, and impossible ones are finite: logits end at .001 and .999")
    func limits() {
        let certain = uncertainty(height: 1, gap: 0, quality: 1)
        #expect(certain.expectedError == 0)
        #expect(certain.confidence > 0.999 && certain.confidence < 1)
        #expect(certain.confidence == uncertainty(height: 0.999, gap: 0, quality: 0.999).confidence)
        let absent = uncertainty(height: 0, gap: 1, quality: 0)
        #expect(absent.confidence > 0 && absent.confidence < 1e-6)
        #expect(absent.expectedError > 1 && absent.expectedError.isFinite)
    }
}
