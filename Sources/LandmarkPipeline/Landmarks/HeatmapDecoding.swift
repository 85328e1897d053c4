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

/// The peak of a point's heatmap.
///
/// Its height predicts the error of a point, where visibility and presence hardly do: the area under the ROC curve for joints
/// that are off by more than a tenth of the body is .77 for it, .60 for visibility and .56 for presence. (Experiments on 1139
/// photos with known joints.)
package struct HeatmapPeak: Sendable, Equatable {
    /// The place, in units of the region's side.
    package var x = 0.0
    package var y = 0.0
    /// The probability there, 0 to 1.
    package var height = 0.0
    /// The distance from the point as the network regresses it, in units of the region's side.
    package var gap = 0.0

    package init() {}
}

/// Finds the peaks of heatmaps: the cell of the highest probability, with a weak preference for cells near the regressed point,
/// and within that cell the top of a parabola through the logarithms of the probabilities beside it. Memory is used again.
///
/// The preference is a Gaussian of 10 cells' standard deviation. It decides between a joint and its like on another limb or
/// person, and hardly moves a peak: one cell off weighs half a hundredth.
package struct PeakFinder {
    /// The largest logit of each row of each point, by run. `[points][side]`
    private var maxima: [Float] = []
    private var mirroredMaxima: [Float] = []
    /// The last rows read, of both runs, three at most. `[2][3][side]`
    private var cells: [Float] = []

    package init() {}

    /// Standard deviation of the Gaussian, cells.
    private static let deviation = 10.0

    /// Finds the peaks of all points, which are still as regressed.
    package mutating func find(_ points: inout [RawLandmarks.Point], in heatmaps: Heatmaps) {
        if cells.count != 6 * heatmaps.side { cells = [Float](repeating: 0, count: 6 * heatmaps.side) }
        findMaxima(of: heatmaps)
        for index in points.indices { points[index].peak = peak(of: points[index], index, in: heatmaps) }
    }

    private mutating func findMaxima(of heatmaps: Heatmaps) {
        PeakFinder.findMaxima(of: heatmaps.map, into: &maxima)
        guard let mirrored = heatmaps.mirrored else { return }
        PeakFinder.findMaxima(of: mirrored, into: &mirroredMaxima)
        let side = heatmaps.side
        for (point, other) in heatmaps.partners.enumerated() {
            for row in 0..<side {
                maxima[point * side + row] = max(maxima[point * side + row], mirroredMaxima[other * side + row])
            }
        }
    }

    private static func findMaxima(of map: FeatureMap, into result: inout [Float]) {
        let count = map.channels * map.height
        if result.count != count { result = [Float](repeating: 0, count: count) }
        result.withUnsafeMutableBufferPointer { map.rowMaxima(into: $0) }
    }

    private mutating func peak(
        of point: RawLandmarks.Point, _ index: Int, in heatmaps: Heatmaps
    ) -> HeatmapPeak {
        let side = heatmaps.side
        let (x, y) = (point.x * Double(side), point.y * Double(side))
        guard x.isFinite, y.isFinite else { return HeatmapPeak() }
        let factor = -1 / (2 * PeakFinder.deviation * PeakFinder.deviation)
        var best = Cell(row: 0, column: 0, score: -.infinity, logProbability: -.infinity)
        // From the row with the highest logit on: most others are then seen at once not to hold the best cell. Zero and the
        // logit bound the logarithm of a probability.
        let first = highestRow(of: index, side)
        for step in 0..<side {
            let row = step == 0 ? first : step <= first ? step - 1 : step
            let rowScore = factor * (Double(row) - y) * (Double(row) - y)
            guard Double(min(maxima[index * side + row], 0)) + rowScore > best.score else { continue }
            read(row..<row + 1, of: index, in: heatmaps)
            for column in 0..<side {
                let (logit, other) = (cells[column], cells[cells.count / 2 + column])
                let score = rowScore + factor * (Double(column) - x) * (Double(column) - x)
                guard Double(min(max(logit, other), 0)) + score > best.score else { continue }
                let logProbability = Heatmaps.logProbability(logit, other)
                if logProbability + score > best.score {
                    best = Cell(row: row, column: column, score: logProbability + score, logProbability: logProbability)
                }
            }
        }
        guard best.score > -.infinity else { return HeatmapPeak() }
        return peak(in: best, of: index, heatmaps, from: (x, y))
    }

    private mutating func read(_ rows: Range<Int>, of point: Int, in heatmaps: Heatmaps) {
        cells.withUnsafeMutableBufferPointer { cells in
            guard let first = cells.baseAddress else { return }
            heatmaps.read(
                rows: rows, columns: 0..<heatmaps.side, point: point, first, first + cells.count / 2)
        }
    }

    /// A cell in the contest.
    private struct Cell {
        let row: Int
        let column: Int
        let score: Double
        let logProbability: Double
    }

    private func highestRow(of point: Int, _ side: Int) -> Int {
        var best = 0
        for row in 1..<side where maxima[point * side + row] > maxima[point * side + best] { best = row }
        return best
    }

    /// The top of the parabolas through a cell and its neighbors.
    private mutating func peak(
        in cell: Cell, of point: Int, _ heatmaps: Heatmaps, from regression: (x: Double, y: Double)
    ) -> HeatmapPeak {
        let side = heatmaps.side
        let rows = max(cell.row - 1, 0)..<min(cell.row + 2, side)
        read(rows, of: point, in: heatmaps)
        func value(_ row: Int, _ column: Int) -> Double {
            let place = (row - rows.lowerBound) * side + column
            return Heatmaps.logProbability(cells[place], cells[cells.count / 2 + place])
        }
        func top(_ before: Double, _ after: Double) -> Double {
            let bend = before - 2 * cell.logProbability + after
            let offset = bend < 0 ? (before - after) / (2 * bend) : 0
            return min(max(offset, -0.5), 0.5)
        }
        var (x, y) = (Double(cell.column), Double(cell.row))
        if cell.column > 0, cell.column < side - 1 {
            x += top(value(cell.row, cell.column - 1), value(cell.row, cell.column + 1))
        }
        if rows.count == 3 { y += top(value(cell.row - 1, cell.column), value(cell.row + 1, cell.column)) }
        let (dx, dy) = (x - regression.x, y - regression.y)
        var peak = HeatmapPeak()
        peak.x = x / Double(side)
        peak.y = y / Double(side)
        peak.height = exponential(cell.logProbability)
        peak.gap = (dx * dx + dy * dy).squareRoot() / Double(side)
        return peak
    }
}

/// Moves points from where the network regresses them to where their heatmaps have them.
package protocol HeatmapDecoder: Sendable {
    /// Moves x and y of all points, whose peaks have been found.
    func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps, in visibility: RegionVisibility)
}

/// The part of a region that lies in the image. Beyond the image's edge the network sees the edge repeated.
package struct RegionVisibility: Sendable {
    private let projection: RegionProjection
    private let size: ImageSize
    /// Points that are parts of the subject, the first ones.
    private let partCount: Int

    package init(_ region: RegionOfInterest, in size: ImageSize, partCount: Int) {
        projection = RegionProjection(region)
        self.size = size
        self.partCount = partCount
    }

    /// Returns the probability from which the heatmap of a point is used.
    ///
    /// It is .1, but .5, as in MediaPipe, for parts of the subject that are regressed outside the image: they cannot be
    /// visible, and a faint spot in the image is no reason to move them inside. Auxiliary points may lie anywhere.
    func minimumProbability(of point: RawLandmarks.Point, _ index: Int) -> Double {
        guard index < partCount else { return 0.1 }
        return size.contains(projection.pixel(point)) ? 0.1 : 0.5
    }
}

/// Soft-argmax of MediaPipe: the mean place of a small window of the heatmap, weighted by probability
/// (mediapipe/calculators/util/refine_landmarks_from_heatmap_calculator.cc).
package struct MediaPipeSoftArgmax: HeatmapDecoder {
    /// Side of the window, cells. MediaPipe's graphs use 7.
    package var kernelSize = 7
    /// The largest probability of a window from which it is used.
    package var minimumConfidence = 0.5

    package init() {}

    /// Refines x and y of all points by the first run alone: MediaPipe has no second.
    package func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps, in visibility: RegionVisibility)
    {
        refine(&points, with: heatmaps.map)
    }

    /// Refines x and y of all points.
    ///
    /// The window lies round the cell that a point falls in, found by cutting off the fraction: a point that moves over
    /// a cell's border by the smallest amount can move the result visibly. That is MediaPipe's behavior too.
    ///
    /// - Parameters:
    ///   - points: In units of the region's side.
    ///   - heatmaps: Logits. `[side, side, points]`
    package func refine(_ points: inout [RawLandmarks.Point], with heatmaps: FeatureMap) {
        let side = heatmaps.height
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

/// Global argmax: the highest peak of the heatmap, wherever in the region it is; for still images.
///
/// Compared with ``MediaPipeSoftArgmax`` it gains 1.3 points of PCK@.1 (95 % interval .9 to 1.7) and 3.2 of PCK@.05 on 1139
/// photos with known joints, at no run of a network. In videos peaks jump from limb to limb three times more often than
/// windows do; ``SquaredSoftArgmax`` is for videos.
package struct GlobalArgmax: HeatmapDecoder {
    package init() {}

    package func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps, in visibility: RegionVisibility)
    {
        for index in points.indices {
            // Below it the regression is better.
            let minimum = visibility.minimumProbability(of: points[index], index)
            guard points[index].peak.height >= minimum else { continue }
            points[index].x = points[index].peak.x
            points[index].y = points[index].peak.y
        }
    }
}

/// Soft-argmax weighted by the square of the probability; for videos.
///
/// The window is larger than MediaPipe's (11 cells instead of 7) and is used sooner (from .1 instead of .5), so that it
/// reaches farther from a wrong regression; the squares keep its far cells from pulling. It gains 1.3 points of PCK@.1 and 1.8
/// of PCK@.05 on 1139 photos with known joints, at no run of a network, and jumps a third as often as ``GlobalArgmax``.
package struct SquaredSoftArgmax: HeatmapDecoder {
    package init() {}

    /// Cells from the window's middle to its edge.
    static let reach = 5
    /// Cells whose logit is this much less than the largest of the window weigh less than a billionth of it.
    private static let negligible: Float = 12

    package func refine(_ points: inout [RawLandmarks.Point], with heatmaps: Heatmaps, in visibility: RegionVisibility)
    {
        for index in points.indices {
            guard let (x, y) = center(of: points[index], index, heatmaps, visibility) else { continue }
            points[index].x = x
            points[index].y = y
        }
    }

    /// The mean place, in units of the region's side; `nil` when the window is not used.
    private func center(
        of point: RawLandmarks.Point, _ index: Int, _ heatmaps: Heatmaps, _ visibility: RegionVisibility
    ) -> (x: Double, y: Double)? {
        let side = heatmaps.side
        let (x, y) = (point.x * Double(side), point.y * Double(side))
        guard x > -1, x < Double(side), y > -1, y < Double(side) else { return nil }
        let cells = 0..<side
        let columns = (Int(x) - SquaredSoftArgmax.reach..<Int(x) + SquaredSoftArgmax.reach + 1).clamped(to: cells)
        let rows = (Int(y) - SquaredSoftArgmax.reach..<Int(y) + SquaredSoftArgmax.reach + 1).clamped(to: cells)
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
                    guard max(pair.0, pair.1) > largest - SquaredSoftArgmax.negligible else { continue }
                    let probability = Heatmaps.probability(pair.0, pair.1)
                    let weight = probability * probability
                    highest = max(highest, probability)
                    sum += weight
                    sumX += weight * Double(column)
                    sumY += weight * Double(row)
                }
            }
            guard highest >= visibility.minimumProbability(of: point, index), sum > 0 else { return nil }
            return (sumX / sum / Double(side), sumY / sum / Double(side))
        }
    }
}
