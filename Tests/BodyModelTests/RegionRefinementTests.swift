import PoiseBody
import PoiseBodyModel
import PoiseImaging
import PoiseLandmarkPipeline
import Testing

/// The second region of a person, and the choice between two results, by hand.
@Suite("Region refinement") struct RegionRefinementTests {
    /// Returns landmarks in the middle of the region, whose auxiliary points have the given positions.
    ///
    /// - Parameter height: Height of all peaks.
    private func landmarks(
        center: (x: Double, y: Double) = (0.5, 0.5), circle: (x: Double, y: Double) = (0.5, 0.1),
        height: Double = 0.8, presence: Double = 0.9
    ) -> RawLandmarks {
        func point(_ place: (x: Double, y: Double)) -> RawLandmarks.Point {
            RawLandmarks.Point(x: place.x, y: place.y, z: 0, visibility: 1, presence: 1)
        }
        var raw = RawLandmarks(
            points: [RawLandmarks.Point](repeating: point((0.5, 0.5)), count: 39),
            world: [WorldPoint](repeating: WorldPoint(x: 0, y: 0, z: 0), count: 39), presence: presence)
        (raw.points[33], raw.points[34]) = (point(center), point(circle))
        for index in raw.points.indices { raw.points[index].peak.height = height }
        return raw
    }

    @Test("The region is the circle about the hips, times 1.25")
    func region() throws {
        let image = ImageView(try Image(width: 256, height: 256, filledWith: .white))
        let first = RegionOfInterest(center: PixelPoint(x: 100, y: 100), size: 80, rotation: 0)
        // The hips lie 16 pixels right of the middle; the circle's point 24 pixels above them: 2 * 24 * 1.25.
        let next = try #require(
            RegionRefinement.region(
                after: landmarks(center: (0.7, 0.5), circle: (0.7, 0.2)), in: first, of: image))
        // Regions are computed in single precision, in fractions of the image.
        #expect(abs(next.center.x - 116) < 1e-4 && abs(next.center.y - 100) < 1e-4)
        #expect(abs(next.size - 60) < 1e-4 && abs(next.rotation) < 1e-6)
    }

    @Test("There is no region about a single point, or one that is not a number")
    func none() throws {
        let image = ImageView(try Image(width: 256, height: 256, filledWith: .white))
        let first = RegionOfInterest(center: PixelPoint(x: 100, y: 100), size: 80, rotation: 0)
        let point = RegionRefinement.region(after: landmarks(circle: (0.5, 0.5)), in: first, of: image)
        #expect(point == nil)
        let unknown = RegionRefinement.region(after: landmarks(circle: (0.5, .nan)), in: first, of: image)
        #expect(unknown == nil)
    }

    @Test("The second result is used if its peaks are at least as high, and it is accepted")
    func choice() {
        let acceptance = PoseAcceptance(minimumPresence: 0.5, minimumQuality: 0.4)
        let first = landmarks(height: 0.6)
        #expect(RegionRefinement.isBetter(landmarks(height: 0.61), than: first, acceptance))
        #expect(RegionRefinement.isBetter(first, than: first, acceptance))
        #expect(!RegionRefinement.isBetter(landmarks(height: 0.59), than: first, acceptance))
        #expect(!RegionRefinement.isBetter(landmarks(height: 0.9, presence: 0.49), than: first, acceptance))
        #expect(!RegionRefinement.isBetter(landmarks(height: 0.39), than: landmarks(height: 0.1), acceptance))
        #expect(!RegionRefinement.isBetter(landmarks(center: (.nan, 0.5), height: 0.9), than: first, acceptance))
    }

    @Test("The quality is the mean peak of the twelve joints of the limbs")
    func quality() {
        var raw = landmarks(height: 0.3)
        #expect(abs(raw.quality - 0.3) < 1e-12)
        raw.points[Joint.nose.rawValue].peak.height = 1
        raw.points[Joint.leftHeel.rawValue].peak.height = 1
        #expect(abs(raw.quality - 0.3) < 1e-12)
        raw.points[Joint.rightWrist.rawValue].peak.height = 0.9
        #expect(abs(raw.quality - 0.35) < 1e-12)
    }
}
