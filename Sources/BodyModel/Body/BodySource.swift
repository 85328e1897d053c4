import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// Finds people in the frames of a video for a tracker: regions in which they may be, and the pose in a region.
package struct BodySource: SubjectSource {
    let proposer: any PersonProposer
    let observer: any PoseObserver

    package init(proposer: any PersonProposer, observer: any PoseObserver) {
        self.proposer = proposer
        self.observer = observer
    }

    package func detections(in image: ImageView) -> [(region: RegionOfInterest, detection: Detection)] {
        proposer.proposals(in: image)
    }

    package func observe(
        _ region: RegionOfInterest, of image: ImageView, last: Pose?, detection: Detection?
    ) -> (subject: Pose, center: PixelPoint, circle: PixelPoint, appearance: Appearance)? {
        observer.observe(region, of: image, last: last, detection: detection).map { pose, center, circle in
            (pose, center, circle, Appearance(pose, in: image))
        }
    }
}

/// Proposes regions of interest in a whole image.
package protocol PersonProposer {
    /// Returns the regions of interest of people in an image, best first, and their detections.
    func proposals(in image: ImageView) -> [(region: RegionOfInterest, detection: Detection)]
}

/// Observes the person in a region of interest.
package protocol PoseObserver {
    /// Returns the pose of the person, and the middle of the circle around the body with a point on it, pixels, from which the next
    /// region follows; `nil` when the region shows no person.
    ///
    /// - Parameters:
    ///   - last: The pose in the frame before, for the region of a track.
    ///   - detection: The detection that the region is from, for that of a new person.
    func observe(
        _ region: RegionOfInterest, of image: ImageView, last: Pose?, detection: Detection?
    ) -> (pose: Pose, center: PixelPoint, circle: PixelPoint)?
}

/// Detects people in a whole image by a network.
package protocol PersonFinder: PersonProposer {
    /// Returns the people in an image, best first, in its pixels.
    func detections(in image: ImageView) -> [Detection]
}

extension PersonFinder {
    package func proposals(in image: ImageView) -> [(region: RegionOfInterest, detection: Detection)] {
        detections(in: image).map { (DetectorSpec.body.region(of: $0, in: image.size), $0) }
    }
}

/// Finds the landmarks of the person in a region of an image by a network.
package protocol LandmarkFinder {
    /// Returns the landmarks of a person who is expected in a region of an image, and the region in which they were found.
    ///
    /// - Parameter lastQuality: The quality in the frame before; `nil` for a new person.
    func landmarks(
        expectedIn region: RegionOfInterest, of image: ImageView, lastQuality: Double?
    ) -> (raw: RawLandmarks, region: RegionOfInterest)
    /// Returns the mask of the last region; `nil` when masks are not computed.
    func lastMask() -> Mask?
}

extension RegionDetector: PersonFinder {}
extension RegionLandmarker: LandmarkFinder {
    package func landmarks(
        expectedIn region: RegionOfInterest, of image: ImageView, lastQuality: Double?
    ) -> (raw: RawLandmarks, region: RegionOfInterest) { (landmarks(in: region, of: image), region) }
}

/// Observes people by a landmark network.
package struct NetworkObserver<Landmarker: LandmarkFinder>: PoseObserver {
    let landmarker: Landmarker
    let acceptance: PoseAcceptance
    /// For detections in turned frames.
    let turnedAcceptance: PoseAcceptance

    /// - Parameter turnedQuality: The mean height of the limbs' peaks from which people detected in turned frames count; `nil` for
    ///   any.
    package init(_ landmarker: Landmarker, minimumPresence: Double, turnedQuality: Double? = nil) {
        self.landmarker = landmarker
        acceptance = PoseAcceptance(minimumPresence: minimumPresence)
        turnedAcceptance = PoseAcceptance(minimumPresence: minimumPresence, minimumQuality: turnedQuality)
    }

    package func observe(
        _ region: RegionOfInterest, of image: ImageView, last: Pose?, detection: Detection?
    ) -> (pose: Pose, center: PixelPoint, circle: PixelPoint)? {
        let (raw, region) = landmarker.landmarks(
            expectedIn: region, of: image, lastQuality: last.flatMap { $0.quality ?? 0 })
        guard (detection?.isOfTurnedView == true ? turnedAcceptance : acceptance).accepts(raw) else { return nil }
        let score = last?.score ?? Double(detection?.score ?? 0)
        let projection = RegionProjection(region)
        let pose = projection.pose(raw, score: score, in: image.size, mask: landmarker.lastMask())
        let rule = LandmarkSpec.body.nextRegion
        return (
            pose, projection.pixel(raw.points[rule.from.points[0]]), projection.pixel(raw.points[rule.to.points[0]])
        )
    }
}

/// Observes people by a landmarker of the caller's.
struct CustomObserver: PoseObserver {
    let landmarker: any PoseLandmarker

    func observe(
        _ region: RegionOfInterest, of image: ImageView, last: Pose?, detection: Detection?
    ) -> (pose: Pose, center: PixelPoint, circle: PixelPoint)? {
        let score = last?.score ?? Double(detection?.score ?? 0)
        guard let pose = landmarker.pose(in: region, of: image, score: score) else { return nil }
        let next = landmarker.nextRegion(after: pose, in: image.size)
        let radius = next.size / (2 * Double(LandmarkSpec.body.nextRegion.scale))
        let circle = PixelPoint(
            x: next.center.x + radius * sine(next.rotation), y: next.center.y - radius * cosine(next.rotation))
        return (pose, next.center, circle)
    }
}
