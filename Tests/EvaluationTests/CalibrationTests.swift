import PoiseEvaluation
import PoiseBody
import Testing

/// Stated and measured shares, against values worked out by hand.
@Suite struct CalibrationTests {
    private typealias Sample = Calibration.Sample

    @Test func binsReachToBothSidesOfATenth() throws {
        let confidences = [0, 0.049, 0.051, 0.849, 0.851, 0.949, 0.951, 1]
        let calibration = try #require(Calibration([confidences.map { Sample(confidence: $0, isRight: true) }]))
        #expect(calibration.bins.map(\.joints) == [2, 1, 1, 2, 2])
        #expect(calibration.bins.map(\.lower) == [0, 0.05, 0.75, 0.85, 0.95])
        #expect(calibration.bins.map(\.upper) == [0.05, 0.15, 0.85, 0.95, 1])
        #expect(calibration.all.joints == 8 && calibration.all.measured == 1)
    }

    @Test func sharesAndScores() throws {
        // At 0.9: three of four right. At 0.3: one of two.
        let calibration = try #require(
            Calibration([
                [Sample(confidence: 0.9, isRight: true), Sample(confidence: 0.9, isRight: true)],
                [
                    Sample(confidence: 0.9, isRight: true), Sample(confidence: 0.9, isRight: false),
                    Sample(confidence: 0.3, isRight: true),
                ],
                [], [Sample(confidence: 0.3, isRight: false)],
            ]))
        #expect(calibration.bins.map(\.measured) == [0.5, 0.75])
        #expect(abs(calibration.bins[1].stated - 0.9) < 1e-12)
        // .2 too low at .3, .15 too high at .9.
        #expect(abs(calibration.expectedError - (2 * 0.2 + 4 * 0.15) / 6) < 1e-12)
        // (3 x .1² + .9² + .7² + .3²) / 6
        #expect(abs(calibration.brier - (0.03 + 0.81 + 0.49 + 0.09) / 6) < 1e-12)
        // One image with joints at 0.9 has both right, the other one of two.
        #expect(calibration.bins[1].interval == 0.5...1)
        #expect(calibration.bins[0].interval == 0...1)
        #expect(Calibration([[Sample]](repeating: [], count: 2)) == nil)
    }

    /// With a box of 200, an error of 20 pixels is right and larger ones are not; joints without a confidence do not
    /// count.
    @Test func jointsOfMatchedPeople() throws {
        let places = AnnotatedPerson.trunk
        let found = Pose.at(
            places.merging([.leftHip: (60, 170), .rightHip: (40, 171)]) { $1 },
            confidence: [.leftHip: 0.9, .rightHip: 0.9, .leftShoulder: 0.9])
        let scores = [ImageScore("a", poses: [found], truth: [.at(places)])]
        let calibration = try #require(Calibration(scores))
        #expect(calibration.all.joints == 3 && abs(calibration.all.measured - 2.0 / 3) < 1e-12)
        #expect(Calibration(scores, joints: [.leftHip, .rightHip])?.all.measured == 0.5)
        #expect(Calibration(scores, joints: [.nose]) == nil)
    }
}
