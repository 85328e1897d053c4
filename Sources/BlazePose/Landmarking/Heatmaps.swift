import Inference
import Landmarks

/// What the network sees of each point in a region: logits by row, column and point, of one run, or of one run on the region
/// and another on its mirror image, whose probabilities are averaged.
///
/// Cells are counted as coordinates are, a column j at j / 64 of the region. So a column of the one run is the column 64 - j
/// of the other, and column 0, which has no partner, counts alone.
package struct Heatmaps {
    /// `[64, 64, points]`
    let map: FeatureMap
    /// Of the mirrored region. `[64, 64, points]`
    let mirrored: FeatureMap?

    package init(_ map: FeatureMap, mirrored: FeatureMap? = nil) {
        self.map = map
        self.mirrored = mirrored
    }

    /// Rows and columns.
    package static let side = 64

    /// Reads a rectangle of a point's cells.
    ///
    /// - Parameters:
    ///   - rows: Of the rectangle.
    ///   - columns: Of the rectangle.
    ///   - point: Which point.
    ///   - first: Takes the logits of the region. `[rows, columns]`
    ///   - second: Takes those of the mirrored region, turned back, and where there are none the same as `first`.
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
            let partners = Heatmaps.side + 1 - paired.upperBound..<Heatmaps.side + 1 - paired.lowerBound
            let turned = other + (paired.lowerBound - columns.lowerBound)
            mirrored.read(row: row, columns: partners, channel: RawLandmarks.mirrored[point], into: turned)
            var pairs = UnsafeMutableBufferPointer(start: turned, count: paired.count)
            pairs.reverse()
        }
    }

    /// The probability that two logits stand for, the mean of both.
    @inline(__always)
    static func probability(_ first: Float, _ second: Float) -> Double {
        let probability = LandmarkDecoder.logistic(first)
        return first == second ? probability : (probability + LandmarkDecoder.logistic(second)) / 2
    }

    /// The logarithm of that probability.
    static func logProbability(_ first: Float, _ second: Float) -> Double {
        guard first == second else { return logarithm(probability(first, second)) }
        return first >= 0
            ? -logarithmOfOnePlus(exponential(-Double(first)))
            : Double(first) - logarithmOfOnePlus(exponential(Double(first)))
    }
}

extension RawLandmarks {
    /// For each point, the one that it is in a mirror: left and right change places. `[39]`
    static let mirrored: [Int] = (0..<count).map { Joint(rawValue: $0)?.mirrored.rawValue ?? $0 }
}
