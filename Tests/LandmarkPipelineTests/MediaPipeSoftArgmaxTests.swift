import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseInference
import Testing

@Suite struct MediaPipeSoftArgmaxTests {
    private static let side = 64

    /// Returns the position of a point after refinement, in cells.
    ///
    /// - Parameters:
    ///   - x: Column of the point, in cells.
    ///   - y: Row of the point, in cells.
    ///   - peaks: Cells with their logits; all others are -30.
    private func refined(
        _ x: Double, _ y: Double, peaks: [(column: Int, row: Int, logit: Float)],
        with refinement: MediaPipeSoftArgmax = MediaPipeSoftArgmax()
    ) -> SIMD2<Double> {
        let side = Self.side
        // The second of three channels; its neighbors have strong peaks elsewhere.
        var heatmaps = [Float](repeating: -30, count: side * side * 3)
        for cell in 0..<side * side { heatmaps[cell * 3] = 30 }
        for peak in peaks { heatmaps[(peak.row * side + peak.column) * 3 + 1] = peak.logit }
        let other = RawLandmarks.Point(x: -9, y: -9, z: 0, visibility: 0, presence: 0)
        var points = [other, other, other]
        points[1].x = x / Double(side)
        points[1].y = y / Double(side)
        heatmaps.withUnsafeBufferPointer {
            refinement.refine(&points, with: FeatureMap(dense: $0, height: side, width: side, channels: 3))
        }
        #expect(points[0] == other && points[2] == other)
        return SIMD2(points[1].x, points[1].y) * Double(side)
    }

    private func isNear(_ first: SIMD2<Double>, _ second: SIMD2<Double>) -> Bool {
        // The contribution of the 48 other cells of a window: 48 e^-30 times at most 6 cells.
        abs(first.x - second.x) < 1e-9 && abs(first.y - second.y) < 1e-9
    }

    @Test func aPeakAttracts() {
        #expect(isNear(refined(32.4, 20.7, peaks: [(33, 19, 25)]), [33, 19]))
        #expect(isNear(refined(32.4, 20.7, peaks: [(33, 19, 25), (31, 21, 25)]), [32, 20]))
    }

    @Test func cellsAreWeightedByProbability() {
        // Logistic of ln 3 is 3/4, of 0 is 1/2.
        let result = refined(10, 10, peaks: [(9, 10, 1.0986123), (12, 10, 0)])
        #expect(abs(result.x - (9 * 0.75 + 12 * 0.5) / 1.25) < 1e-6)
        #expect(abs(result.y - 10) < 1e-9)
    }

    @Test func theWindowIsSevenCellsWide() {
        for offset in -3...3 {
            #expect(
                isNear(
                    refined(30.5, 30.5, peaks: [(30 + offset, 30 - offset, 25)]),
                    [30.0 + Double(offset), 30 - Double(offset)]))
        }
        for (column, row) in [(26, 30), (34, 30), (30, 26), (30, 34)] {
            #expect(refined(30.5, 30.5, peaks: [(column, row, 25)]) == [30.5, 30.5])
        }
        var wide = MediaPipeSoftArgmax()
        wide.kernelSize = 9
        #expect(isNear(refined(30.5, 30.5, peaks: [(26, 34, 25)], with: wide), [26, 34]))
    }

    @Test func theWindowIsCutAtTheEdges() {
        #expect(isNear(refined(0.2, 63.9, peaks: [(0, 63, 25)]), [0, 63]))
        #expect(isNear(refined(63.5, 0.5, peaks: [(60, 3, 25), (63, 0, 25)]), [61.5, 1.5]))
    }

    @Test func theFractionOfThePointIsCutOff() {
        #expect(isNear(refined(30.99999, 30, peaks: [(27, 30, 25)]), [27, 30]))
        #expect(refined(31.00001, 30, peaks: [(27, 30, 25)]) == [31.00001, 30])
        // Toward zero: a position less than a cell outside counts as the first cell.
        #expect(isNear(refined(-0.99, -0.01, peaks: [(2, 1, 25)]), [2, 1]))
    }

    @Test func aPointOutsideKeepsItsPlace() {
        let everywhere = (0..<64).flatMap { column in (0..<64).map { (column, $0, Float(25)) } }
        for place in [[-1.0, 30], [-3, 30], [30, -1], [30, -2.5], [64, 30], [65, 30], [1e9, 30], [30, -1e300]] {
            let point = SIMD2(place[0], place[1])
            #expect(refined(point.x, point.y, peaks: everywhere) == point, "\(point)")
        }
    }

    @Test func aPointJustBelowIsRefinedAsInMediaPipe() {
        #expect(isNear(refined(30, 64.5, peaks: [(31, 62, 25)]), [31, 62]))
        #expect(isNear(refined(30, 66.9, peaks: [(31, 63, 25)]), [31, 63]))
        #expect(refined(30, 67, peaks: [(31, 63, 25)]) == [30, 67])
        #expect(refined(30, 1e300, peaks: [(31, 63, 25)]) == [30, 1e300])
    }

    @Test func aWeakWindowIsNotBelieved() {
        #expect(refined(30.5, 30.5, peaks: [(31, 31, -0.01)]) == [30.5, 30.5])
        #expect(refined(30.5, 30.5, peaks: [(31, 31, 0)]) != [30.5, 30.5])
    }

    @Test func whatIsNotANumberStays() {
        let result = refined(.nan, 30, peaks: [(30, 30, 25)])
        #expect(result.x.isNaN && result.y == 30)
        let infinite = refined(30, .infinity, peaks: [(30, 30, 25)])
        #expect(infinite == [30, .infinity])
    }

    @Test func visibilityStays() {
        var points = [RawLandmarks.Point(x: 0.5, y: 0.5, z: 0.25, visibility: 0.3, presence: 0.4)]
        let heatmaps = [Float](repeating: 3, count: 64 * 64)
        heatmaps.withUnsafeBufferPointer {
            MediaPipeSoftArgmax().refine(&points, with: FeatureMap(dense: $0, height: 64, width: 64, channels: 1))
        }
        #expect(points[0].z == 0.25 && points[0].visibility == 0.3 && points[0].presence == 0.4)
    }
}
