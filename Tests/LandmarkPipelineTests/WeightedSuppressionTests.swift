import PoiseBodyModel
import PoiseLandmarkPipeline
import Testing

@Suite struct WeightedSuppressionTests {
    /// A detection whose keypoints all lie in the middle of its box.
    private func detection(_ score: Float, _ left: Float, _ top: Float, _ width: Float, _ height: Float) -> Detection {
        let middle = SIMD2(left + width / 2, top + height / 2)
        return Detection(
            score: score, box: Detection.Box(left: left, top: top, right: left + width, bottom: top + height),
            keypoints: Detection.Keypoints(middle, middle, middle, middle))
    }

    private func merged(_ candidates: [Detection]) -> [Detection] {
        var result = candidates
        WeightedSuppression.merge(&result, maximumOverlap: 0.3)
        return result
    }

    @Test func overlappingCandidatesBecomeTheirWeightedMean() {
        let result = merged([detection(0.6, 0.1, 0, 1, 1), detection(0.9, 0, 0.2, 1, 1)])
        #expect(result.count == 1)
        #expect(result[0].score == 0.9)
        // (0.9 * 0 + 0.6 * 0.1) / 1.5 and (0.9 * 0.2 + 0.6 * 0) / 1.5
        #expect(abs(result[0].box.left - 0.04) < 1e-6)
        #expect(abs(result[0].box.right - 1.04) < 1e-6)
        #expect(abs(result[0].box.top - 0.12) < 1e-6)
        #expect(abs(result[0].box.bottom - 1.12) < 1e-6)
        for keypoint in result[0].keypoints {
            #expect(abs(keypoint.x - 0.54) < 1e-6)
            #expect(abs(keypoint.y - 0.62) < 1e-6)
        }
    }

    @Test func separateCandidatesStayBestFirst() {
        let candidates = [detection(0.6, 0, 0, 1, 1), detection(0.8, 2, 0, 1, 1), detection(0.7, 4, 0, 1, 1)]
        #expect(merged(candidates) == [candidates[1], candidates[2], candidates[0]])
    }

    @Test func theBoundIsAnOverlapOfThreeTenths() {
        // Shifted by s, two unit squares overlap by (1 - s) / (1 + s): 0.3 at 7/13.
        let near = merged([detection(0.9, 0, 0, 1, 1), detection(0.8, 0.53, 0, 1, 1)])
        let far = merged([detection(0.9, 0, 0, 1, 1), detection(0.8, 0.55, 0, 1, 1)])
        #expect(near.count == 1)
        #expect(far.count == 2)
    }

    @Test func overlapCountsWithTheBestOfAGroupOnly() {
        let chain = [detection(0.9, 0, 0, 1, 1), detection(0.8, 0.4, 0, 1, 1), detection(0.5, 0.8, 0, 1, 1)]
        let result = merged(chain)
        #expect(result.map(\.score) == [0.9, 0.5])
        #expect(result[1] == chain[2])
    }

    @Test func boxesWithoutAreaStayAlone() {
        let empty = [detection(0.9, 0, 0, 0, 1), detection(0.8, 0, 0, 0, 1), detection(0.7, 0, 0, 1, 0)]
        #expect(merged(empty) == empty)
        let person = detection(0.6, 0, 0, 1, 1)
        #expect(merged(empty + [person, person]).map(\.score) == [0.9, 0.8, 0.7, 0.6])
    }

    @Test func equalScoresKeepTheirOrder() {
        let candidates = (0..<50).map { detection(0.5, Float($0 * 2), 0, 1, 1) }
        #expect(merged(candidates) == candidates)
    }

    @Test func whatIsNotANumberMergesWithNothing() {
        let broken = detection(0.95, .nan, 0, 1, 1)
        let person = detection(0.9, 0, 0, 1, 1)
        let result = merged([person, broken, person, broken])
        #expect(result.count == 3)
        #expect(result.last == person)
    }

    @Test func nobodyStaysNobody() {
        #expect(merged([]).isEmpty)
    }
}
