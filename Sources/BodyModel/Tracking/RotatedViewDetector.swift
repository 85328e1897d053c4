import PoiseImaging
import PoiseLandmarkPipeline

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
