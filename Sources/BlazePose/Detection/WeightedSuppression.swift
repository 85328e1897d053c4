/// Weighted non-maximum suppression: candidates that overlap become one, the mean of them weighted by their scores
/// (mediapipe/calculators/util/non_max_suppression_calculator.cc, `WEIGHTED`).
package enum WeightedSuppression {
    /// Overlap above which two candidates are the same person (`min_suppression_threshold`).
    package static let maximumOverlap: Float = 0.3

    /// Leaves one detection a person, best first, in the candidates' place.
    package static func merge(_ candidates: inout [Detection]) {
        candidates.sort { $0.score > $1.score }
        var people = 0
        while people < candidates.count {
            let best = candidates[people]
            var group = WeightedMean()
            // Those that are somebody else move up. The best itself does not: a box without area does not even overlap
            // itself, and would stay for ever.
            var end = people + 1
            for index in people..<candidates.count {
                if candidates[index].box.overlap(with: best.box) > maximumOverlap {
                    group.add(candidates[index])
                } else if index > people {
                    candidates[end] = candidates[index]
                    end += 1
                }
            }
            candidates.removeLast(candidates.count - end)
            if group.weight > 0 { candidates[people] = group.detection(score: best.score) }
            people += 1
        }
    }
}

/// The mean of detections, weighted by their scores.
private struct WeightedMean {
    private(set) var weight: Float = 0
    /// Left, top, right, bottom.
    private var box = SIMD4<Float>()
    private var keypoints = SIMD8<Float>()

    mutating func add(_ detection: Detection) {
        weight += detection.score
        let sides = SIMD4(detection.box.left, detection.box.top, detection.box.right, detection.box.bottom)
        box += sides * detection.score
        keypoints += detection.keypoints.values * detection.score
    }

    func detection(score: Float) -> Detection {
        let box = box / weight
        return Detection(
            score: score, box: Detection.Box(left: box.x, top: box.y, right: box.z, bottom: box.w),
            keypoints: Detection.Keypoints(values: keypoints / weight))
    }
}
