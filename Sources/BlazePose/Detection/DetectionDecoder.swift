/// Turns the detector's raw outputs into detections.
package struct DetectionDecoder {
    /// Score from which a candidate counts.
    package let minimumScore: Double

    package init(minimumScore: Double) { self.minimumScore = minimumScore }

    /// Numbers a candidate has: centre x, y, width, height and four points.
    package static let valuesPerBox = 12
    /// Raw scores are cut to this on both sides (`score_clipping_thresh`).
    private static let scoreLimit: Float = 100

    /// Finds the candidates in the detector's input, in units of its side, in the order of the anchors.
    ///
    /// - Parameters:
    ///   - boxes: `[2254, 12]`
    ///   - scores: Logits. `[2254]`
    ///   - candidates: Takes them in place of what it holds; its memory is used again.
    package func decode(
        boxes: UnsafeBufferPointer<Float>, scores: UnsafeBufferPointer<Float>, into candidates: inout [Detection]
    ) {
        // The logistic function rises, so that most candidates can be told by their logit.
        let minimumLogit = minimumScore > 0 ? Float(logarithm(minimumScore / (1 - minimumScore))) - 0.01 : -.infinity
        candidates.removeAll(keepingCapacity: true)
        for index in scores.indices where scores[index] >= minimumLogit {
            let logit = scores[index]
            let score = 1 / (1 + exponential(-min(max(logit, -Self.scoreLimit), Self.scoreLimit)))
            guard Double(score) >= minimumScore else { continue }
            let first = index * Self.valuesPerBox
            let anchor = Anchors.centers[index]
            func point(_ offset: Int) -> SIMD2<Float> {
                SIMD2(boxes[first + offset], boxes[first + offset + 1]) / Float(Anchors.inputSide) + anchor
            }
            let center = point(0)
            let half = SIMD2(boxes[first + 2], boxes[first + 3]) / Float(Anchors.inputSide) / 2
            // MediaPipe leaves out boxes of negative size too. What is not a number would spread to all it is merged with.
            guard half.x >= 0, half.y >= 0, boxes[first..<first + Self.valuesPerBox].allSatisfy(\.isFinite) else {
                continue
            }
            candidates.append(
                Detection(
                    score: score,
                    box: Detection.Box(
                        left: center.x - half.x, top: center.y - half.y, right: center.x + half.x,
                        bottom: center.y + half.y),
                    keypoints: Detection.Keypoints(point(4), point(6), point(8), point(10))))
        }
    }
}
