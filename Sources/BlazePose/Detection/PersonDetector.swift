import Imaging
import Inference
import Landmarks

/// Finds people in a whole picture. Belongs to one task at a time.
package final class PersonDetector {
    private let session: Session
    private let decoder: DetectionDecoder
    private let outputs: DetectorSignature
    /// What was found last; its memory is used again.
    private var detections: [Detection] = []

    /// The letterbox is black before the values are brought into range.
    private static let sampler = Sampler(border: .zero, range: -1...1)

    package init(_ networks: PoseNetworks, minimumScore: Double, threads: Int) {
        session = Session(networks.detector, threads: threads)
        decoder = DetectionDecoder(minimumScore: minimumScore)
        outputs = networks.detectorSignature
    }

    /// The people in an RGB picture, best first, in its pixels.
    package func detections(in image: Image) -> [Detection] {
        fillInput(with: image)
        run()
        return decode(width: image.width, height: image.height)
    }

    /// The first of the three stages of ``detections(in:)``: the network's input.
    package func fillInput(with image: Image) {
        let square = Region(
            center: PixelPoint(x: Double(image.width) / 2, y: Double(image.height) / 2),
            size: Double(max(image.width, image.height)), rotation: 0)
        let map = ProjectiveMap(square, side: Anchors.inputSide)
        session.fill(
            outputs.input,
            with: PictureInput(image: image, map: map, sampler: PersonDetector.sampler, executor: session.executor))
    }

    /// The second stage: the network.
    package func run() { session.run() }

    /// The third stage: what the outputs say of a picture of this size.
    package func decode(width: Int, height: Int) -> [Detection] {
        session.withOutput(outputs.boxes) { boxes in
            session.withOutput(outputs.scores) { scores in
                decoder.decode(boxes: boxes, scores: scores, into: &detections)
            }
        }
        WeightedSuppression.merge(&detections)
        for index in detections.indices {
            detections[index] = detections[index].unletterboxed(width: width, height: height)
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
