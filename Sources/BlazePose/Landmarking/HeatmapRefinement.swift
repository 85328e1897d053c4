import Inference

/// Moves points to where the heatmaps see them: the mean place of a small window, weighted by probability
/// (mediapipe/calculators/util/refine_landmarks_from_heatmap_calculator.cc).
package struct HeatmapRefinement {
    /// Side of the window, cells. MediaPipe's graphs use 7.
    package var kernelSize = 7
    /// The window's largest probability from which it is believed.
    package var minimumConfidence = 0.5

    package init() {}

    /// Rows and columns of a heatmap.
    package static let side = 64

    /// Refines x and y of all points.
    ///
    /// The window lies round the cell that a point falls in, found by cutting off the fraction: a point that moves over
    /// a cell's border by the smallest amount can move the result visibly. That is MediaPipe's behaviour too.
    ///
    /// - Parameters:
    ///   - points: In units of the region's side.
    ///   - heatmaps: Logits. `[64, 64, points]`
    package func refine(_ points: inout [RawLandmarks.Point], with heatmaps: FeatureMap) {
        let side = HeatmapRefinement.side
        let cells = 0..<side
        for index in points.indices {
            let x = points[index].x * Double(side)
            let y = points[index].y * Double(side)
            let reach = kernelSize / 2
            // Outside the region (or not a number) a point stays. Not so just below it: MediaPipe's test of the lower
            // edge asks for the column again, so that a window which still reaches the last rows is used.
            guard x > -1, x < Double(side), y > -1, y < Double(side + reach) else { continue }
            let (column, row) = (Int(x), Int(y))

            var sum = 0.0
            var weighted = (x: 0.0, y: 0.0)
            var largest = 0.0
            for i in (row - reach..<row + reach + 1).clamped(to: cells) {
                for j in (column - reach..<column + reach + 1).clamped(to: cells) {
                    let confidence = LandmarkDecoder.logistic(heatmaps[i, j, index])
                    sum += confidence
                    weighted.x += confidence * Double(j)
                    weighted.y += confidence * Double(i)
                    largest = max(largest, confidence)
                }
            }
            guard largest >= minimumConfidence, sum > 0 else { continue }
            points[index].x = weighted.x / sum / Double(side)
            points[index].y = weighted.y / sum / Double(side)
        }
    }
}
