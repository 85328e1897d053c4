import PoiseGeometry
import PoiseInference

/// The heatmaps of a region's points: logits by row, column and point, of one run, or of one run on the region and another on
/// its mirror image, whose probabilities are averaged.
///
/// Cells are counted as coordinates are, a column j at j / side of the region. So a column j of the one run is the column
/// side - j of the other, and column 0, which has no partner, counts alone.
package struct Heatmaps {
    /// `[side, side, points]`
    let map: FeatureMap
    /// The logits of the mirrored region. `[side, side, points]`
    let mirrored: FeatureMap?
    /// For each point, the point that it becomes in a mirror image. `[points]`
    let partners: [Int]

    package init(_ map: FeatureMap, mirrored: FeatureMap? = nil, partners: [Int] = []) {
        self.map = map
        self.mirrored = mirrored
        self.partners = partners
    }

    /// Rows and columns.
    package var side: Int { map.height }

    /// Reads a rectangle of a point's cells.
    ///
    /// - Parameters:
    ///   - rows: The rows of the rectangle.
    ///   - columns: The columns of the rectangle.
    ///   - point: The index of the point.
    ///   - first: Receives the logits of the region. `[rows, columns]`
    ///   - second: Receives those of the mirrored region, turned back; the same as `first` without a second run.
    func read(
        rows: Range<Int>, columns: Range<Int>, point: Int, _ first: UnsafeMutablePointer<Float>,
        _ second: UnsafeMutablePointer<Float>
    ) {
        for (index, row) in rows.enumerated() {
            let target = first + index * columns.count
            let other = second + index * columns.count
            map.read(row: row, columns: columns, channel: point, into: target)
            other.update(from: target, count: columns.count)
            guard let mirrored else { continue }
            let paired = max(columns.lowerBound, 1)..<max(columns.upperBound, 1)
            let turned = other + (paired.lowerBound - columns.lowerBound)
            let partnersOfColumns = side + 1 - paired.upperBound..<side + 1 - paired.lowerBound
            mirrored.read(row: row, columns: partnersOfColumns, channel: partners[point], into: turned)
            var pairs = UnsafeMutableBufferPointer(start: turned, count: paired.count)
            pairs.reverse()
        }
    }

    /// Returns the probability that two logits stand for, the mean of both.
    @inline(__always)
    static func probability(_ first: Float, _ second: Float) -> Double {
        let probability = LandmarkDecoder.logistic(first)
        return first == second ? probability : (probability + LandmarkDecoder.logistic(second)) / 2
    }

    /// Returns the logarithm of that probability.
    static func logProbability(_ first: Float, _ second: Float) -> Double {
        guard first == second else { return logarithm(probability(first, second)) }
        return first >= 0
            ? -logarithmOfOnePlus(exponential(-Double(first)))
            : Double(first) - logarithmOfOnePlus(exponential(Double(first)))
    }
}
