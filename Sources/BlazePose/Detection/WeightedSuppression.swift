/// Weighted non-maximum suppression: candidates that overlap become one, the mean of them weighted by their scores
/// (mediapipe/calculators/util/non_max_suppression_calculator.cc, `WEIGHTED`).
package enum WeightedSuppression {
    /// Overlap above which two candidates are the same person (`min_suppression_threshold`).
    package static let maximumOverlap: Float = 0.3

    /// One detection a person, best first.
    package static func merge(_ candidates: [Detection]) -> [Detection] {
        var remaining = candidates.sorted { $0.score > $1.score }
        var result: [Detection] = []
        while let best = remaining.first {
            let group = remaining.filter { $0.box.overlap(with: best.box) > maximumOverlap }
            let rest = remaining.filter { $0.box.overlap(with: best.box) <= maximumOverlap }
            result.append(group.isEmpty ? best : mean(of: group, score: best.score))
            // A box without area does not even overlap itself, and would stay for ever.
            remaining = group.isEmpty ? Array(remaining.dropFirst()) : rest
        }
        return result
    }

    private static func mean(of group: [Detection], score: Float) -> Detection {
        let total = group.reduce(0) { $0 + $1.score }
        func mean(_ value: (Detection) -> Float) -> Float {
            group.reduce(0) { $0 + value($1) * $1.score } / total
        }
        return Detection(
            score: score,
            box: Detection.Box(
                left: mean(\.box.left), top: mean(\.box.top), right: mean(\.box.right), bottom: mean(\.box.bottom)),
            keypoints: group[0].keypoints.indices.map { index in
                SIMD2(mean { $0.keypoints[index].x }, mean { $0.keypoints[index].y })
            })
    }
}
