import PoiseGeometry

/// Converts a detector's raw outputs to detections.
package struct DetectionDecoder {
    private let spec: DetectorSpec
    /// Score from which a candidate counts.
    private let minimumScore: Double

    package init(_ spec: DetectorSpec, minimumScore: Double) {
        self.spec = spec
        self.minimumScore = minimumScore
    }

    /// The limit to which raw scores are clipped on both sides (`score_clipping_thresh`).
    private static let scoreLimit: Float = 100

    /// Decodes the candidates, in units of the input's side, in the order of the anchors.
    ///
    /// - Parameters:
    ///   - boxes: `[anchors, valuesPerBox]`
    ///   - scores: Logits. `[anchors]`
    ///   - candidates: Receives them in place of its content; its memory is used again.
    package func decode(
        boxes: UnsafeBufferPointer<Float>, scores: UnsafeBufferPointer<Float>, into candidates: inout [Detection]
    ) {
        // The logistic function rises, so that the logit excludes most candidates.
        let minimumLogit = minimumScore > 0 ? Float(logarithm(minimumScore / (1 - minimumScore))) - 0.01 : -.infinity
        candidates.removeAll(keepingCapacity: true)
        let (side, valuesPerBox) = (Float(spec.inputSide), spec.valuesPerBox)
        for index in scores.indices where scores[index] >= minimumLogit {
            let logit = scores[index]
            let score = 1 / (1 + exponential(-min(max(logit, -Self.scoreLimit), Self.scoreLimit)))
            guard Double(score) >= minimumScore else { continue }
            let first = index * valuesPerBox
            let anchor = spec.anchors.centers[index]
            func point(_ offset: Int) -> SIMD2<Float> {
                SIMD2(boxes[first + offset], boxes[first + offset + 1]) / side + anchor
            }
            let center = point(0)
            let half = SIMD2(boxes[first + 2], boxes[first + 3]) / side / 2
            // MediaPipe leaves out boxes of negative size, too. NaN would spread to all that it is merged with.
            guard half.x >= 0, half.y >= 0, boxes[first..<first + valuesPerBox].allSatisfy(\.isFinite) else {
                continue
            }
            candidates.append(
                Detection(
                    score: score,
                    box: Detection.Box(
                        left: center.x - half.x, top: center.y - half.y, right: center.x + half.x,
                        bottom: center.y + half.y),
                    keypoints: Detection.Keypoints(count: spec.keypointCount) { point(4 + 2 * $0) }))
        }
    }
}

/// Weighted non-maximum suppression: candidates that overlap become one, their mean weighted by score
/// (mediapipe/calculators/util/non_max_suppression_calculator.cc, `WEIGHTED`).
package enum WeightedSuppression {
    /// Leaves one detection for each object, best first, in place of the candidates.
    ///
    /// - Parameter maximumOverlap: Intersection over union above which two candidates are one object
    ///   (`min_suppression_threshold`).
    package static func merge(_ candidates: inout [Detection], maximumOverlap: Float) {
        candidates.sort { $0.score > $1.score }
        var objects = 0
        while objects < candidates.count {
            let best = candidates[objects]
            var group = WeightedMean()
            // Candidates of other objects move up. The best itself does not: a box without area does not even overlap
            // itself, and the loop would not end.
            var end = objects + 1
            for index in objects..<candidates.count {
                if candidates[index].box.overlap(with: best.box) > maximumOverlap {
                    group.add(candidates[index])
                } else if index > objects {
                    candidates[end] = candidates[index]
                    end += 1
                }
            }
            candidates.removeLast(candidates.count - end)
            if group.weight > 0 { candidates[objects] = group.detection(score: best.score) }
            objects += 1
        }
    }
}

/// The mean of detections, weighted by their scores.
private struct WeightedMean {
    private(set) var weight: Float = 0
    /// Left, top, right, bottom.
    private var box = SIMD4<Float>()
    private var keypoints = SIMD16<Float>()
    private var keypointCount = 0

    mutating func add(_ detection: Detection) {
        weight += detection.score
        let sides = SIMD4(detection.box.left, detection.box.top, detection.box.right, detection.box.bottom)
        box += sides * detection.score
        keypoints += detection.keypoints.values * detection.score
        keypointCount = detection.keypoints.count
    }

    func detection(score: Float) -> Detection {
        let box = box / weight
        return Detection(
            score: score, box: Detection.Box(left: box.x, top: box.y, right: box.z, bottom: box.w),
            keypoints: Detection.Keypoints(values: keypoints / weight, count: keypointCount))
    }
}
