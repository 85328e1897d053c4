import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// Detects people in a whole image.
package protocol PersonFinder {
    /// Returns the people in an RGB image, best first, in its pixels.
    func detections(in image: Image) -> [Detection]
}

/// Finds the landmarks of the person in a region of an image.
package protocol LandmarkFinder {
    /// Returns the landmarks in a region of an RGB image.
    func landmarks(in region: RegionOfInterest, of image: Image) -> RawLandmarks
    /// Returns the landmarks of a person who is expected in a region of an RGB image, and the region in which they were found.
    ///
    /// - Parameter lastQuality: The quality in the frame before; `nil` for a new person.
    func landmarks(
        expectedIn region: RegionOfInterest, of image: Image, lastQuality: Double?
    ) -> (raw: RawLandmarks, region: RegionOfInterest)
    /// Returns the mask of the last region; `nil` when masks are not computed.
    func lastMask() -> Mask?
}

extension LandmarkFinder {
    package func landmarks(
        expectedIn region: RegionOfInterest, of image: Image, lastQuality: Double?
    ) -> (raw: RawLandmarks, region: RegionOfInterest) { (landmarks(in: region, of: image), region) }
}

extension RegionDetector: PersonFinder {}
extension RegionLandmarker: LandmarkFinder {}

/// The detector and the landmark network of the body, as a tracker uses them.
struct BodySource<Finder: PersonFinder, Landmarker: LandmarkFinder>: SubjectSource {
    let finder: Finder
    let landmarker: Landmarker
    let acceptance: PoseAcceptance
    /// For detections in turned frames.
    let turnedAcceptance: PoseAcceptance

    func detections(in image: Image) -> [(region: RegionOfInterest, detection: Detection)] {
        finder.detections(in: image).map { (DetectorSpec.body.region(of: $0, in: image.size), $0) }
    }

    func observe(
        _ region: RegionOfInterest, of image: Image, last: Pose?, detection: Detection?
    ) -> (subject: Pose, center: PixelPoint, circle: PixelPoint, appearance: Appearance)? {
        let (raw, region) = landmarker.landmarks(
            expectedIn: region, of: image, lastQuality: last.flatMap { $0.quality ?? 0 })
        guard (detection?.isOfTurnedView == true ? turnedAcceptance : acceptance).accepts(raw) else { return nil }
        let score = last?.score ?? Double(detection?.score ?? 0)
        let projection = RegionProjection(region)
        let pose = projection.pose(raw, score: score, in: image.size, mask: landmarker.lastMask())
        let rule = LandmarkSpec.body.nextRegion
        return (
            pose, projection.pixel(raw.points[rule.from.points[0]]), projection.pixel(raw.points[rule.to.points[0]]),
            Appearance(pose, in: image)
        )
    }
}
