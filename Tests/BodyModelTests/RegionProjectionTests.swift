import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseImaging
import PoiseBody
import Testing

@Suite struct RegionProjectionTests {
    private func projection(degrees: Double) -> RegionProjection {
        RegionProjection(
            RegionOfInterest(center: PixelPoint(x: 100, y: 50), size: 40, rotation: degrees * .pi / 180))
    }

    private func point(_ x: Double, _ y: Double, z: Double = 0) -> RawLandmarks.Point {
        RawLandmarks.Point(x: x, y: y, z: z, visibility: 0.8, presence: 0.9)
    }

    /// Expected positions of the region's upper left corner and of the middle of its upper edge.
    @Test(arguments: [
        (degrees: 0.0, corner: PixelPoint(x: 80, y: 30), edge: PixelPoint(x: 100, y: 30)),
        (degrees: 90.0, corner: PixelPoint(x: 120, y: 30), edge: PixelPoint(x: 120, y: 50)),
        (degrees: 180.0, corner: PixelPoint(x: 120, y: 70), edge: PixelPoint(x: 100, y: 70)),
        (degrees: -90.0, corner: PixelPoint(x: 80, y: 70), edge: PixelPoint(x: 80, y: 50)),
    ])
    func pointsTurnClockwiseWithTheRegion(place: (degrees: Double, corner: PixelPoint, edge: PixelPoint)) {
        let projection = projection(degrees: place.degrees)
        let corner = projection.pixel(point(0, 0))
        let edge = projection.pixel(point(0.5, 0))
        #expect(abs(corner.x - place.corner.x) < 1e-9 && abs(corner.y - place.corner.y) < 1e-9)
        #expect(abs(edge.x - place.edge.x) < 1e-9 && abs(edge.y - place.edge.y) < 1e-9)
        #expect(projection.pixel(point(0.5, 0.5)) == PixelPoint(x: 100, y: 50))
    }

    @Test(arguments: [
        (degrees: 0.0, expected: WorldPoint(x: 1, y: 2, z: 3)), (90.0, WorldPoint(x: -2, y: 1, z: 3)),
        (180.0, WorldPoint(x: -1, y: -2, z: 3)),
    ])
    func worldPointsTurnAboutTheCamerasAxis(place: (degrees: Double, expected: WorldPoint)) {
        let result = projection(degrees: place.degrees).world(WorldPoint(x: 1, y: 2, z: 3))
        #expect(abs(result.x - place.expected.x) < 1e-12)
        #expect(abs(result.y - place.expected.y) < 1e-12)
        #expect(result.z == 3)
    }

    @Test func depthIsInPixelsAndConfidencesStay() throws {
        let image = try Image(width: 200, height: 100, filledWith: .white)
        let landmark = projection(degrees: 0).landmark(point(0.25, 0.75, z: -0.5), in: image.size)
        #expect(landmark.position == PixelPoint(x: 90, y: 60))
        #expect(landmark.z == -20)
        #expect(landmark.visibility == 0.8 && landmark.presence == 0.9)
        #expect(landmark.isInsideImage)
    }

    @Test func whatLiesBeyondTheEdgeSaysSo() throws {
        // Columns 80 to 120 of the image, rows 30 to 70.
        let image = try Image(width: 110, height: 60, filledWith: .white)
        let projection = projection(degrees: 0)
        #expect(projection.landmark(point(0.7, 0.7), in: image.size).isInsideImage)
        #expect(!projection.landmark(point(0.75, 0.5), in: image.size).isInsideImage)
        #expect(!projection.landmark(point(0.5, 0.75), in: image.size).isInsideImage)
        #expect(!projection.landmark(point(-3, 0.5), in: image.size).isInsideImage)
        #expect(!projection.landmark(point(0.5, -3), in: image.size).isInsideImage)
        #expect(projection.landmark(point(-3, 0.5), in: image.size).position.x == -40)
    }

    /// Computed by hand: at a peak and a quality of 0.5 only the gap matters, ln 0.1 = -2.302585. The logit is then
    /// 1.37 * (-1.84 + 0.44 * 2.302585) + 1.2 = 0.067198, and the error exp(-1.367 - 0.19 * 2.302585) - 0.004 =
    /// 0.160558 of the body's box, which is 40 pixels high: 0 and 1 are the region's edges.
    @Test func peaksTellHowSureALandmarkIs() throws {
        let image = try Image(width: 200, height: 100, filledWith: .white)
        var raw = RawLandmarks(
            points: (0..<39).map { point(0.5, Double($0 % 2)) },
            world: (0..<39).map { _ in WorldPoint(x: 0, y: 0, z: 0) }, presence: 0.7)
        for index in raw.points.indices { (raw.points[index].peak.height, raw.points[index].peak.gap) = (0.5, 0.097) }
        raw.points[Joint.nose.rawValue].peak.gap = 0.297
        let pose = projection(degrees: 0).pose(raw, score: 0.6, in: image.size, mask: nil)
        let (confidence, error) = (
            try #require(pose[.leftKnee].confidence), try #require(pose[.leftKnee].expectedError)
        )
        #expect(abs(confidence - 0.516793) < 1e-6)
        #expect(abs(error - 40 * 0.160558) < 1e-4)
        // A peak farther from the regressed point is trusted less.
        #expect(try #require(pose[.nose].confidence) < confidence && #require(pose[.nose].expectedError) > error)
    }

    @Test func aPoseHasTheFirst33PointsAndTheAuxiliaryPointsGiveTheNextRegion() throws {
        let image = try Image(width: 200, height: 100, filledWith: .white)
        var raw = RawLandmarks(
            points: (0..<39).map { point(Double($0) / 39, 0.5) },
            world: (0..<39).map { WorldPoint(x: Double($0), y: 0, z: 0) }, presence: 0.7)
        raw.points[33] = point(0.5, 0.5)
        raw.points[34] = point(0.5, 0.25)
        let projection = projection(degrees: 0)
        let pose = projection.pose(raw, score: 0.6, in: image.size, mask: nil)
        #expect(pose.landmarks.count == 33)
        #expect(pose.world.map(\.x) == (0..<33).map(Double.init))
        #expect(pose.score == 0.6 && pose.presence == 0.7)
        #expect(abs(pose[.rightFootIndex].position.x - (80 + 40 * 32.0 / 39)) < 1e-9)
        // The point lies 10 pixels above the middle: 2 * 10 * 1.25.
        let next = projection.nextRegion(
            raw, by: LandmarkSpec.body.nextRegion, in: ImageSize(width: 1024, height: 512))
        #expect(next.center == PixelPoint(x: 100, y: 50))
        #expect(abs(next.size - 25) < 1e-5 && abs(next.rotation) < 1e-6)
    }
}
