import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseBody
import Testing

@Suite struct WorldLandmarkCorrectionTests {
    /// Returns a body whose joints in space differ, projected to the image at half a region per meter.
    private func body() -> RawLandmarks {
        func world(_ index: Int) -> WorldPoint {
            WorldPoint(x: Double(index % 5) * 0.2 - 0.4, y: Double(index % 7) * 0.25 - 0.75, z: Double(index % 3) * 0.1)
        }
        var raw = RawLandmarks(
            points: (0..<LandmarkSpec.body.pointCount).map {
                RawLandmarks.Point(
                    x: 0.5 + 0.5 * world($0).x, y: 0.4 + 0.5 * world($0).y, z: 0, visibility: 1, presence: 1)
            }, world: (0..<LandmarkSpec.body.pointCount).map(world), presence: 1)
        for index in raw.points.indices { (raw.points[index].peak.height, raw.points[index].peak.gap) = (0.8, 0.01) }
        return raw
    }

    /// Where space and image agree, only the origin moves to the middle of the hips.
    @Test func whatAgreesStays() {
        let raw = body()
        var pulled = raw
        WorldLandmarkCorrection.apply(to: &pulled)
        let (left, right) = (raw.world[Joint.leftHip.rawValue], raw.world[Joint.rightHip.rawValue])
        for (before, after) in zip(raw.world, pulled.world) {
            #expect(abs(after.x - (before.x - (left.x + right.x) / 2)) < 1e-9)
            #expect(abs(after.y - (before.y - (left.y + right.y) / 2)) < 1e-9)
            #expect(after.z == before.z)
        }
    }

    /// A wrist of no weight whose image position differs moves half-way there.
    @Test func whatDiffersGoesHalfWay() {
        let wrist = Joint.leftWrist.rawValue
        var (raw, plain) = (body(), body())
        for index in Joint.allCases.indices where index != wrist { raw.points[index].peak.gap = 0 }
        raw.points[wrist].x += 0.1
        raw.points[wrist].y -= 0.05
        (raw.points[wrist].peak.height, raw.points[wrist].peak.gap) = (0, 1)
        WorldLandmarkCorrection.apply(to: &raw)
        WorldLandmarkCorrection.apply(to: &plain)
        // A tenth of the region is 0.2 m. The wrist's small remaining weight moves the others by as little.
        #expect(abs(raw.world[wrist].x - plain.world[wrist].x - 0.1) < 0.002)
        #expect(abs(raw.world[wrist].y - plain.world[wrist].y + 0.05) < 0.002)
        #expect(raw.world[wrist].z == plain.world[wrist].z)
        let knee = Joint.leftKnee.rawValue
        #expect(abs(raw.world[knee].x - plain.world[knee].x) < 0.002)
    }

    @Test func withoutACameraThatFitsNothingIsPulled() {
        var raw = body()
        for index in raw.points.indices { (raw.points[index].x, raw.points[index].y) = (0.5, 0.5) }
        let before = raw.world
        WorldLandmarkCorrection.apply(to: &raw)
        #expect(raw.world == before)
    }
}
