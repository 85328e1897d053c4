import Imaging

/// Finds people in a frame of a video, and where there are none as it is, in the frame turned by 90, 180 and 270 degrees and
/// mirrored: those who lie or stand on their hands. What it finds there counts from a low score on, so that it must be judged
/// by the limbs' peaks, too (``Gate/turned``).
struct TurningFinder: PersonFinder {
    let detector: PersonDetector

    func detections(in image: Image) -> [Detection] {
        let upright = detector.detections(in: image)
        guard upright.isEmpty else { return upright }
        let source = CandidateSource.turned(from: 0)
        return (0..<PictureView.count(source.views)).flatMap { number in
            detector.detections(
                in: image,
                seenAs: PictureView(source.views, number, width: image.width, height: image.height),
                minimumScore: source.minimumScore
            ).prefix(1)
        }
    }
}
