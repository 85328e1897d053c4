import PoiseBody
import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline

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
    let corrector: PoseCorrector?
    let acceptance: PoseAcceptance
    /// For detections in turned frames.
    let turnedAcceptance: PoseAcceptance

    /// - Parameters:
    ///   - corrector: Corrects poses in space; `nil` for none.
    ///   - turnedQuality: The mean height of the limbs' peaks from which people detected in turned frames count; `nil` for any.
    package init(
        _ landmarker: Landmarker, corrector: PoseCorrector? = nil, minimumPresence: Double, turnedQuality: Double? = nil
    ) {
        self.landmarker = landmarker
        self.corrector = corrector
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
        var pose = projection.pose(raw, score: score, in: image.size, mask: landmarker.lastMask())
        corrector?.correct(&pose)
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

/// Finds landmarks, and evaluates the region again where the peaks have dropped since the last frame: the region lagged behind a
/// person who moved fast, and the landmarks show a better one (``RegionRefinement``).
struct RefiningLandmarker: LandmarkFinder {
    let landmarker: RegionLandmarker
    let minimumPresence: Double

    /// The drop of the quality from the frame before that triggers a second evaluation. (A choice, not measured.)
    private static let drop = 0.1
    /// The quality that stands for the frame before of a new person: above it one pose in 25 is bad (`Pose.quality`).
    private static let newcomer = 0.8

    func landmarks(
        expectedIn region: RegionOfInterest, of image: ImageView, lastQuality: Double?
    ) -> (raw: RawLandmarks, region: RegionOfInterest) {
        var (raw, region) = (landmarker.landmarks(in: region, of: image), region)
        if raw.quality < (lastQuality ?? Self.newcomer) - Self.drop,
            let next = RegionRefinement.region(after: raw, in: region, of: image)
        {
            let first = (raw, region)
            (raw, region) = (landmarker.landmarks(in: next, of: image), next)
            if !RegionRefinement.isBetter(raw, than: first.0, PoseAcceptance(minimumPresence: minimumPresence)) {
                // Once more, so that the mask is of this region.
                (raw, region) =
                    landmarker.includesMask ? (landmarker.landmarks(in: first.1, of: image), first.1) : first
            }
        }
        WorldLandmarkCorrection.apply(to: &raw)
        return (raw, region)
    }

    func lastMask() -> Mask? { landmarker.lastMask() }
}

/// Detects people in a frame and, where there are none, in the frame turned by 90, 180 and 270 degrees and mirrored: people who lie
/// or stand on their hands. Detections in turned frames count from a low score on, and are accepted by the limbs' peaks
/// (``AcceptanceThreshold/rotated``).
struct RotatedViewDetector: PersonFinder {
    let detector: RegionDetector

    func detections(in image: ImageView) -> [Detection] {
        let upright = detector.detections(in: image)
        guard upright.isEmpty else { return upright }
        let stage = ProposalStage.rotated(below: 0)
        return (0..<stage.views.count).flatMap { index in
            let view = stage.views.transform(index, of: image.size)
            return detector.detections(in: image, through: view, minimumScore: stage.minimumScore).prefix(1)
        }
    }
}
