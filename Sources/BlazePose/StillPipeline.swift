import Imaging
import Landmarks

/// The way from a picture to poses, without memory of other pictures: candidates, landmarks, judgement.
struct StillPipeline {
    private let detector: PersonDetector
    private let landmarker: PoseLandmarker
    private let judge: PoseJudge
    private let people: Int

    init(networks: PoseNetworks, options: PoseEstimator.Options) {
        detector = PersonDetector(
            networks, minimumScore: options.minimumDetectionConfidence, threads: options.threads)
        landmarker = PoseLandmarker(networks, threads: options.threads)
        judge = PoseJudge(minimumPresence: options.minimumPresence)
        people = max(options.people, 1)
    }

    /// The people in an RGB picture, best first.
    ///
    /// As many detections are looked at as people are wanted, as in MediaPipe; one that turns out to be a person that is
    /// there already does not count.
    func poses(in image: Image) -> [Pose] {
        var poses: [Pose] = []
        var attempts = 0
        for detection in detector.detections(in: image) where attempts < people {
            attempts += 1
            let region = detection.region(width: image.width, height: image.height)
            guard region.isUsable else { continue }
            let raw = landmarker.landmarks(in: region, of: image)
            guard judge.accepts(raw) else { continue }
            let projection = LandmarkProjection(region)
            var pose = projection.pose(raw, score: Double(detection.score), in: image, mask: nil)
            if poses.contains(where: { judge.isSamePerson($0, pose) }) {
                attempts -= 1
                continue
            }
            pose.mask = landmarker.lastMask(in: region, of: image)
            poses.append(pose)
        }
        return poses
    }
}

extension Region {
    /// Whether there is anything to be looked at: numbers, and a size.
    var isUsable: Bool { size > 0 && size.isFinite && center.x.isFinite && center.y.isFinite && rotation.isFinite }
}
