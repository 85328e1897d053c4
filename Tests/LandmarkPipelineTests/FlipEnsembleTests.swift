import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseBody
import Testing

/// The combination of a run on a region and a run on its mirror image.
struct FlipEnsembleTests {
    /// Returns landmarks at one position; in the mirrored run, the partner of a left joint is the right one.
    private func landmarks(x: Double, y: Double = 0.5, z: Double = 0.1, world: WorldPoint) -> RawLandmarks {
        RawLandmarks(
            points: (0..<LandmarkSpec.body.pointCount).map { _ in
                RawLandmarks.Point(x: x, y: y, z: z, visibility: 1, presence: 1)
            }, world: Array(repeating: world, count: LandmarkSpec.body.pointCount), presence: 0.9)
    }

    private func average(_ raw: inout RawLandmarks, with other: RawLandmarks) -> [FlipDisagreement] {
        raw.average(
            withMirrored: other, partners: LandmarkSpec.body.mirrored, agreement: FlipDisagreement.agreement(side: 64))
    }

    private static let ankle = Joint.leftAnkle.rawValue

    @Test func runsThatAgreeAreAveraged() {
        var raw = landmarks(x: 0.3, world: WorldPoint(x: 0.2, y: 1, z: 0))
        // In the mirrored coordinates: 0.34 from the other side, 2.56 cells of 64 away.
        let other = landmarks(x: 0.66, y: 0.52, z: 0.3, world: WorldPoint(x: -0.3, y: 1.2, z: 0.4))
        #expect(average(&raw, with: other).isEmpty)
        let point = raw.points[FlipEnsembleTests.ankle]
        #expect(abs(point.x - 0.32) < 1e-12 && abs(point.y - 0.51) < 1e-12 && abs(point.z - 0.2) < 1e-12)
        let world = raw.world[FlipEnsembleTests.ankle]
        #expect(abs(world.x - 0.25) < 1e-12 && abs(world.y - 1.1) < 1e-12 && abs(world.z - 0.2) < 1e-12)
    }

    @Test(arguments: [true, false]) func whereTheyDisagreeTheOneNearerToThePeakCounts(isFirst: Bool) {
        var raw = landmarks(x: 0.3, world: WorldPoint(x: 0.2, y: 1, z: 0))
        let other = landmarks(x: 0.3, y: 0.6, z: 0.3, world: WorldPoint(x: -0.3, y: 1.2, z: 0.4))
        let disagreements = average(&raw, with: other)
        #expect(disagreements.map(\.index) == Array(0..<LandmarkSpec.body.pointCount))
        #expect(abs(raw.points[FlipEnsembleTests.ankle].x - 0.5) < 1e-12)
        for index in raw.points.indices {
            raw.points[index].peak.x = isFirst ? 0.35 : 0.65
            raw.points[index].peak.y = 0.55
            raw.points[index].peak.gap = 0.15
        }
        raw.resolve(disagreements)
        let (point, world) = (raw.points[FlipEnsembleTests.ankle], raw.world[FlipEnsembleTests.ankle])
        #expect(abs(point.x - (isFirst ? 0.3 : 0.7)) < 1e-12)
        #expect(abs(point.y - (isFirst ? 0.5 : 0.6)) < 1e-12)
        #expect(abs(point.z - (isFirst ? 0.1 : 0.3)) < 1e-12)
        #expect(world == (isFirst ? WorldPoint(x: 0.2, y: 1, z: 0) : WorldPoint(x: 0.3, y: 1.2, z: 0.4)))
        #expect(point.peak.gap == 0.15)
    }

    @Test func theReachOfTheWindowIsTheLimit() {
        // Five cells of 64, and a little more.
        for (distance, count) in [(5.0 / 64 - 1e-9, 0), (5.0 / 64 + 1e-9, LandmarkSpec.body.pointCount)] {
            var raw = landmarks(x: 0.5, world: WorldPoint(x: 0, y: 0, z: 0))
            let other = landmarks(x: 0.5 - distance, world: WorldPoint(x: 0, y: 0, z: 0))
            #expect(average(&raw, with: other).count == count)
        }
    }
}
