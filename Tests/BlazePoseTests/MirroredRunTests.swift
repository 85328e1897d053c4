import BlazePose
import Landmarks
import Testing

/// Combination of a run on a region and a run on its mirror image.
struct MirroredRunTests {
    /// Returns landmarks at one position; in the mirrored run, the partner of a left joint is the right one.
    private func landmarks(x: Double, y: Double = 0.5, z: Double = 0.1, world: WorldPoint) -> RawLandmarks {
        RawLandmarks(
            points: (0..<RawLandmarks.count).map { _ in
                RawLandmarks.Point(x: x, y: y, z: z, visibility: 1, presence: 1)
            }, world: Array(repeating: world, count: RawLandmarks.count), presence: 0.9)
    }

    private static let ankle = Joint.leftAnkle.rawValue

    @Test func runsThatAgreeAreAveraged() {
        var raw = landmarks(x: 0.3, world: WorldPoint(x: 0.2, y: 1, z: 0))
        // In the mirrored coordinates: 0.34 from the other side, 2.56 cells of 64 away.
        let other = landmarks(x: 0.66, y: 0.52, z: 0.3, world: WorldPoint(x: -0.3, y: 1.2, z: 0.4))
        #expect(raw.average(withMirrored: other).isEmpty)
        let point = raw.points[MirroredRunTests.ankle]
        #expect(abs(point.x - 0.32) < 1e-12 && abs(point.y - 0.51) < 1e-12 && abs(point.z - 0.2) < 1e-12)
        let world = raw.world[MirroredRunTests.ankle]
        #expect(abs(world.x - 0.25) < 1e-12 && abs(world.y - 1.1) < 1e-12 && abs(world.z - 0.2) < 1e-12)
    }

    @Test(arguments: [true, false]) func whereTheyDisagreeTheOneNearerToThePeakCounts(isFirst: Bool) {
        var raw = landmarks(x: 0.3, world: WorldPoint(x: 0.2, y: 1, z: 0))
        let other = landmarks(x: 0.3, y: 0.6, z: 0.3, world: WorldPoint(x: -0.3, y: 1.2, z: 0.4))
        let disagreements = raw.average(withMirrored: other)
        #expect(disagreements.map(\.index) == Array(0..<RawLandmarks.count))
        #expect(abs(raw.points[MirroredRunTests.ankle].x - 0.5) < 1e-12)
        for index in raw.points.indices {
            raw.points[index].peak.x = isFirst ? 0.35 : 0.65
            raw.points[index].peak.y = 0.55
            raw.points[index].peak.gap = 0.15
        }
        raw.settle(disagreements)
        let (point, world) = (raw.points[MirroredRunTests.ankle], raw.world[MirroredRunTests.ankle])
        #expect(abs(point.x - (isFirst ? 0.3 : 0.7)) < 1e-12)
        #expect(abs(point.y - (isFirst ? 0.5 : 0.6)) < 1e-12)
        #expect(abs(point.z - (isFirst ? 0.1 : 0.3)) < 1e-12)
        #expect(world == (isFirst ? WorldPoint(x: 0.2, y: 1, z: 0) : WorldPoint(x: 0.3, y: 1.2, z: 0.4)))
        #expect(point.peak.gap == 0.15)
    }

    @Test func theReachOfTheWindowIsTheLimit() {
        // Five cells of 64, and slightly more.
        for (distance, count) in [(5.0 / 64 - 1e-9, 0), (5.0 / 64 + 1e-9, RawLandmarks.count)] {
            var raw = landmarks(x: 0.5, world: WorldPoint(x: 0, y: 0, z: 0))
            let other = landmarks(x: 0.5 - distance, world: WorldPoint(x: 0, y: 0, z: 0))
            #expect(raw.average(withMirrored: other).count == count)
        }
    }
}
