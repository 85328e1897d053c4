import PoiseBodyModel
import PoiseLandmarkPipeline
import Testing

@Suite struct DetectionDecoderTests {
    /// Decodes outputs in which all anchors but one have a score that means no person.
    private func candidates(
        anchor: Int = 56, logit: Float, box: [Float] = [Float](repeating: 0, count: 12), minimumScore: Double = 0.5
    ) -> [Detection] {
        var boxes = [Float](repeating: 0, count: DetectorSpec.body.anchors.centers.count * 12)
        boxes.replaceSubrange(anchor * 12..<anchor * 12 + 12, with: box)
        var scores = [Float](repeating: -.infinity, count: DetectorSpec.body.anchors.centers.count)
        scores[anchor] = logit
        var candidates: [Detection] = []
        boxes.withUnsafeBufferPointer { boxes in
            scores.withUnsafeBufferPointer { scores in
                DetectionDecoder(.body, minimumScore: minimumScore)
                    .decode(boxes: boxes, scores: scores, into: &candidates)
            }
        }
        return candidates.filter { minimumScore > 0 || $0.score > 1e-30 }
    }

    @Test func boxAndKeypointsAreRelativeToTheAnchor() throws {
        // Pixels of 224: a tenth, a fifth, ...
        let raw: [Float] = [22.4, 44.8, 112, 56, 0, 0, 22.4, -22.4, 224, 0, 0, 224]
        let detection = try #require(candidates(logit: 0, box: raw).first)
        let anchor = SIMD2<Float>(0.5 / 28, 1.5 / 28)
        let box = detection.box
        #expect(abs(box.left - (anchor.x + 0.1 - 0.25)) < 1e-6)
        #expect(abs(box.right - (anchor.x + 0.1 + 0.25)) < 1e-6)
        #expect(abs(box.top - (anchor.y + 0.2 - 0.125)) < 1e-6)
        #expect(abs(box.bottom - (anchor.y + 0.2 + 0.125)) < 1e-6)
        let offsets: [SIMD2<Float>] = [[0, 0], [0.1, -0.1], [1, 0], [0, 1]]
        #expect(detection.keypoints.count == 4)
        for (keypoint, offset) in zip(detection.keypoints, offsets) {
            let error = keypoint - anchor - offset
            #expect(max(abs(error.x), abs(error.y)) < 1e-6)
        }
    }

    @Test func scoreIsTheLogisticFunctionOfTheLogit() throws {
        #expect(candidates(logit: 0).first?.score == 0.5)
        let score = try #require(candidates(logit: 2).first?.score)
        #expect(abs(score - 0.880797) < 1e-6)
        #expect(candidates(logit: 1e30).first?.score == 1)
        #expect(candidates(logit: .infinity).first?.score == 1)
    }

    @Test(arguments: [0.1, 0.5, 0.9]) func candidatesCountFromTheMinimumScore(minimum: Double) {
        let logits = stride(from: Float(-4), through: 4, by: 0.001)
        for logit in logits {
            let found = candidates(logit: logit, minimumScore: minimum)
            let score = found.first.map { Double($0.score) }
            #expect(score.map { $0 >= minimum } ?? true)
            // A thousandth of a logit is at most 0.00025.
            if score == nil { #expect(Double(logit) < inverseLogistic(minimum) + 1e-6) }
        }
    }

    private func inverseLogistic(_ score: Double) -> Double {
        // Natural logarithms of the odds 1/9, 1 and 9.
        [0.1: -2.1972245773362196, 0.5: 0, 0.9: 2.1972245773362196][score] ?? .nan
    }

    @Test func whatIsNotANumberIsNoCandidate() {
        #expect(candidates(logit: .nan).isEmpty)
        #expect(candidates(logit: .nan, minimumScore: 0).isEmpty)
        for index in 0..<12 {
            for value in [Float.nan, .infinity, -.infinity] {
                var raw = [Float](repeating: 10, count: 12)
                raw[index] = value
                #expect(candidates(logit: 5, box: raw).isEmpty)
            }
        }
    }

    @Test func boxesOfNegativeSizeAreNoCandidates() {
        var raw = [Float](repeating: 10, count: 12)
        #expect(candidates(logit: 5, box: raw).count == 1)
        raw[2] = 0
        #expect(candidates(logit: 5, box: raw).count == 1)
        raw[2] = -1
        #expect(candidates(logit: 5, box: raw).isEmpty)
        raw[2] = 10
        raw[3] = -1
        #expect(candidates(logit: 5, box: raw).isEmpty)
    }
}
