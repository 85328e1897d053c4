import PoiseEvaluation
import Foundation
import PoiseBody
import Testing

/// The measures of a pose, against values worked out by hand. The box's longer side is 200 pixels, the torso 100.
@Suite struct PoseScoreTests {
    /// Errors of 5, 10, 20 and 30 pixels.
    private let pose = Pose.at([
        .leftShoulder: (63, 54), .rightShoulder: (40, 60), .leftHip: (72, 166), .rightHip: (10, 150),
    ])

    @Test func distancesAndShares() throws {
        let score = try #require(PoseScore(pose, .at(AnnotatedPerson.trunk), number: 0))
        #expect(score.distances == [.leftShoulder: 5, .rightShoulder: 10, .leftHip: 20, .rightHip: 30])
        #expect(score.size == 200 && score.torso == 100)
        #expect(score.meanDistance == 16.25)
        #expect(score.overBox == 0.08125)
        #expect(score.overTorso == 0.1625)
        // The bound is inclusive.
        #expect(score.correct(within: 10) == 0.5)
        #expect(score.correctByBox == 0.75)
        #expect(score.correctByTorso == 0.75)
        #expect(score.isSamePerson)
    }

    /// exp(-d² / (2 s k²)) with area s = 10 000 and k = 2 x .079 for shoulders, 2 x .107 for hips.
    @Test func objectKeypointSimilarity() throws {
        let score = try #require(PoseScore(pose, .at(AnnotatedPerson.trunk), number: 0))
        // 25 / 499.28, 100 / 499.28, 400 / 915.92, 900 / 915.92
        let expected = (0.951161 + 0.818495 + 0.646153 + 0.374330) / 4
        #expect(abs(try #require(score.similarity) - expected) < 2e-6)
        let unknown = try #require(PoseScore(pose, .at(AnnotatedPerson.trunk, area: nil), number: 0))
        #expect(unknown.similarity == nil)
        // COCO has no heels.
        let heel = try #require(PoseScore(pose, .at([.leftHeel: (0, 0)]), number: 0))
        #expect(heel.similarity == nil && heel.torso == nil && heel.overTorso == nil && heel.correctByTorso == nil)
    }

    /// Four points of a square, translated, scaled and rotated by a right angle: the distance is zero. Then one of them
    /// 3 dm off its plane, and a square of half the side.
    @Test func distanceInSpaceAfterTheBestFit() throws {
        let square: [Joint: (Double, Double, Double)] = [
            .leftShoulder: (1, 0, 0), .rightShoulder: (0, 1, 0), .leftHip: (0, -1, 0), .rightHip: (-1, 0, 0),
        ]
        let turned = square.mapValues { (2 * $0.1 + 5, -2 * $0.0, $0.2 - 3) }
        let same = try #require(
            PoseScore(.at([:], world: square), .at(AnnotatedPerson.trunk, world: turned), number: 0))
        #expect(abs(try #require(same.alignedDistance)) < 1e-9)
        // The best fit of a point pair to one of half its length is exact; the mean of two pairs of 2 and 4 is one of
        // 3, whose ends are 1/2 off: scaled by (1·1 + 1·1 + 1·2 + 1·2) / 4 = 1.5.
        let kite: [Joint: (Double, Double, Double)] = [
            .leftShoulder: (1, 0, 0), .rightShoulder: (0, 2, 0), .leftHip: (0, -2, 0), .rightHip: (-1, 0, 0),
        ]
        let other = try #require(
            PoseScore(.at([:], world: square), .at(AnnotatedPerson.trunk, world: kite), number: 0))
        #expect(abs(try #require(other.alignedDistance) - 500) < 1e-6)
        let two = square.filter { $0.key.rawValue < 13 }
        #expect(PoseScore(pose, .at(AnnotatedPerson.trunk, world: two), number: 0)?.alignedDistance == nil)
    }

    @Test func thePersonNearestIsMeant() throws {
        let near = AnnotatedPerson.at(AnnotatedPerson.trunk)
        let far = AnnotatedPerson.at(AnnotatedPerson.trunk.mapValues { ($0.0 + 200, $0.1) })
        #expect(PoseScore(pose, among: [far, near])?.person == 1)
        #expect(PoseScore(pose, among: [.at([:]), near])?.person == 1)
        #expect(PoseScore(pose, among: [.at([:])]) == nil)
        #expect(PoseScore(pose, among: [far])?.isSamePerson == false)
    }
}
