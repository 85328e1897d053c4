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
