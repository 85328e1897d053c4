import Imaging
import Inference
import Landmarks

/// Finds people in a whole picture. Belongs to one task at a time.
package final class PersonDetector {
    private let session: Session
    private let minimumScore: Double
    private let outputs: DetectorSignature
    /// What was found last; its memory is used again.
    private var detections: [Detection] = []

    /// The letterbox is black before the values are brought into range.
    private static let sampler = Sampler(border: .zero, range: -1...1)

    /// - Parameter minimumScore: From which candidates count where nothing else is said; MediaPipe's by default.
    package init(_ networks: PoseNetworks, minimumScore: Double = 0.5, threads: Int) {
        session = Session(networks.detector, threads: threads)
        self.minimumScore = minimumScore
        outputs = networks.detectorSignature
    }

    /// The people in an RGB picture, best first, in its pixels.
    package func detections(in image: Image) -> [Detection] {
        fillInput(with: image)
        run()
        return decode(width: image.width, height: image.height)
    }

    /// The people in an RGB picture as a view shows it, best first, in the picture's pixels.
    func detections(in image: Image, seenAs view: PictureView, minimumScore: Double) -> [Detection] {
        fillInput(with: image, seenAs: view)
        run()
        return decode(width: image.width, height: image.height, seenAs: view, minimumScore: minimumScore)
    }

    /// The first of the three stages of ``detections(in:)``: the network's input.
    package func fillInput(with image: Image) {
        fillInput(with: image, seenAs: .whole(width: image.width, height: image.height))
    }

    private func fillInput(with image: Image, seenAs view: PictureView) {
        let map = ProjectiveMap(view.square, side: Anchors.inputSide, isMirrored: view.isMirrored)
        session.fill(
            outputs.input,
            with: PictureInput(image: image, map: map, sampler: PersonDetector.sampler, executor: session.executor))
    }

    /// The second stage: the network.
    package func run() { session.run() }

    /// The third stage: what the outputs say of a picture of this size.
    package func decode(width: Int, height: Int) -> [Detection] {
        decode(
            width: width, height: height, seenAs: .whole(width: width, height: height), minimumScore: minimumScore)
    }

    private func decode(width: Int, height: Int, seenAs view: PictureView, minimumScore: Double) -> [Detection] {
        let decoder = DetectionDecoder(minimumScore: minimumScore)
        session.withOutput(outputs.boxes) { boxes in
            session.withOutput(outputs.scores) { scores in
                decoder.decode(boxes: boxes, scores: scores, into: &detections)
            }
        }
        WeightedSuppression.merge(&detections)
        // The whole picture goes MediaPipe's way, down to its rounding.
        let isWhole = view == .whole(width: width, height: height)
        for index in detections.indices {
            let detection = detections[index]
            detections[index] =
                isWhole ? detection.unletterboxed(width: width, height: height) : detection.placed(by: view)
        }
        return detections
    }
}

extension Detection {
    /// The detection in pixels of a picture, when it is in units of the square that the picture was letterboxed to.
    package func unletterboxed(width: Int, height: Int) -> Detection {
        let content = SIMD2(Float(width), Float(height))
        let aspect = content.y / content.x
        let padding: SIMD2<Float> = aspect < 1 ? [0, (1 - aspect) / 2] : [(1 - 1 / aspect) / 2, 0]
        func pixels(_ point: SIMD2<Float>) -> SIMD2<Float> { (point - padding) / (1 - 2 * padding) * content }
        let (first, last) = (pixels([box.left, box.top]), pixels([box.right, box.bottom]))
        return Detection(
            score: score, box: Box(left: first.x, top: first.y, right: last.x, bottom: last.y),
            keypoints: keypoints.mapped(pixels))
    }
}
