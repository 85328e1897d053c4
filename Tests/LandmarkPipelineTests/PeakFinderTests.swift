import PoiseBodyModel
import PoiseLandmarkPipeline
import Foundation
import PoiseBody
import PoiseTestSupport
import Testing

@Suite struct PeakFinderTests {
    /// Returns the peaks for points that all have the same position, in cells.
    private func peaks(
        _ fixture: HeatmapFixture, from x: Double = 32, _ y: Double = 32, mirrored: HeatmapFixture? = nil
    ) -> [HeatmapPeak] {
        var points = HeatmapFixture.points(x, y)
        var finder = PeakFinder()
        fixture.with(mirrored: mirrored) { finder.find(&points, in: $0) }
        return points.map(\.peak)
    }

    /// Returns a Gaussian around a position in cells.
    private func bell(_ x: Double, _ y: Double, _ row: Int, _ column: Int, height: Double = 0.9) -> Double {
        let (dx, dy) = (Double(column) - x, Double(row) - y)
        return height * exp(-(dx * dx + dy * dy) / 2)
    }

    /// The logarithm of a Gaussian is a parabola, so that its top is recovered to the precision of the logits.
    @Test(arguments: [(20.0, 41.0), (20.3, 40.6), (11.5, 50.49), (1.2, 62.4)])
    func theTopOfABell(x: Double, y: Double) {
        let peak = peaks(HeatmapFixture { bell(x, y, $0, $1) }, from: x + 1, y - 2)[7]
        #expect(abs(peak.x * 64 - x) < 1e-3 && abs(peak.y * 64 - y) < 1e-3)
        let (column, row) = (x.rounded(), y.rounded())
        #expect(abs(peak.height - bell(x, y, Int(row), Int(column))) < 1e-6)
        #expect(abs(peak.gap * 64 - 5.squareRoot()) < 1e-3)
    }

    /// At the edge there is no neighbor beyond, and the cell's center is used.
    @Test func atTheEdge() {
        let peak = peaks(HeatmapFixture { bell(-0.3, 20.4, $0, $1) }, from: 1, 20)[0]
        #expect(peak.x == 0 && abs(peak.y * 64 - 20.4) < 1e-3)
        let corner = peaks(HeatmapFixture { bell(63.2, 64, $0, $1) }, from: 62, 62)[0]
        #expect(corner.x == 63.0 / 64 && corner.y == 63.0 / 64)
    }

    /// The nearer of two equal peaks to the regressed position is chosen, unless the other is stronger by more
    /// than the distance outweighs: at 10 and 20 cells the Gaussian is exp(-0.5) and exp(-2), which 0.9 against 0.15
    /// outweighs.
    @Test func regressionDecidesBetweenLikes() {
        func column(_ left: Double, _ right: Double, from x: Double) -> Double {
            (peaks(
                HeatmapFixture { max(bell(10, 32, $0, $1, height: left), bell(40, 32, $0, $1, height: right)) }, from: x
            )[3]
            .x * 64).rounded()
        }
        #expect(column(0.8, 0.8, from: 20) == 10 && column(0.8, 0.8, from: 30) == 40)
        #expect(column(0.15, 0.9, from: 20) == 40 && column(0.25, 0.9, from: 20) == 10)
    }

    /// The search that skips rows finds the same peaks as a search through all cells.
    @Test(arguments: 0..<6) func aSearchThroughAllCells(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let noise = (0..<64 * 64 * LandmarkSpec.body.pointCount).map { _ in
            pow(Double.random(in: 0...1, using: &generator), seed % 2 == 0 ? 1 : 8)
        }
        let fixture = HeatmapFixture { point, row, column in
            noise[(row * 64 + column) * LandmarkSpec.body.pointCount + point]
        }
        let (x, y) = (Double.random(in: -8...72, using: &generator), Double.random(in: -8...72, using: &generator))
        for (point, peak) in peaks(fixture, from: x, y).enumerated() {
            var (best, place) = (-Double.infinity, (row: 0, column: 0))
            for row in 0..<64 {
                for column in 0..<64 {
                    let probability = min(noise[(row * 64 + column) * LandmarkSpec.body.pointCount + point], 1 - 1e-7)
                    let (dx, dy) = (Double(column) - x, Double(row) - y)
                    let score = log(probability) - (dx * dx + dy * dy) / 200
                    if score > best { (best, place) = (score, (row, column)) }
                }
            }
            #expect(abs(peak.x * 64 - Double(place.column)) <= 0.5 && abs(peak.y * 64 - Double(place.row)) <= 0.5)
        }
    }

    /// Column j of a run is column 64 - j of the mirrored run, where left and right are exchanged.
    @Test func runsInTheMirrorAreAveraged() {
        let (left, right) = (Joint.leftWrist.rawValue, Joint.rightWrist.rawValue)
        let run = HeatmapFixture { point, row, column in
            point == left ? bell(20, 30, row, column, height: 0.8) : bell(50, 24, row, column, height: 0.6)
        }
        let mirror = HeatmapFixture { point, row, column in
            point == right ? bell(44, 30, row, column, height: 0.4) : bell(14, 24, row, column, height: 0.6)
        }
        let found = peaks(run, mirrored: mirror)
        #expect(abs(found[left].x * 64 - 20) < 1e-3 && abs(found[left].y * 64 - 30) < 1e-3)
        #expect(abs(found[left].height - 0.6) < 1e-6)
        #expect(abs(found[right].x * 64 - 50) < 1e-3 && abs(found[right].y * 64 - 24) < 1e-3)
        #expect(abs(found[right].height - 0.6) < 1e-6)
    }

    @Test func whereRegressionGivesNoNumberThereIsNoPeak() {
        let fixture = HeatmapFixture { bell(20, 20, $0, $1) }
        #expect(peaks(fixture, from: .nan, 3).allSatisfy { $0 == HeatmapPeak() })
        #expect(peaks(fixture, from: 3, .infinity).allSatisfy { $0 == HeatmapPeak() })
    }
}
