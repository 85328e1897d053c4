import Imaging
import Inference
import Landmarks

/// Finds people in a whole picture.
struct PersonDetector {
    private let session: Session
    private let decoder: DetectionDecoder
    private let outputs: DetectorSignature

    /// The letterbox is black before the values are brought into range.
    private static let sampler = Sampler(border: .zero, range: -1...1)

    init(plan: Plan, signature: DetectorSignature, minimumScore: Double, threads: Int) {
        session = Session(plan, threads: threads)
        decoder = DetectionDecoder(minimumScore: minimumScore)
        outputs = signature
    }

    /// The people in an RGB picture, best first, in its pixels.
    func detections(in image: Image) -> [Detection] {
        let square = Region(
            center: PixelPoint(x: Double(image.width) / 2, y: Double(image.height) / 2),
            size: Double(max(image.width, image.height)), rotation: 0)
        session.withInput(outputs.input) { buffer in
            PersonDetector.sampler.sample(
                image, through: AffineMap(square, side: Anchors.inputSide), side: Anchors.inputSide, into: buffer)
        }
        session.run()
        let candidates = session.withOutput(outputs.boxes) { boxes in
            session.withOutput(outputs.scores) { scores in decoder.candidates(boxes: boxes, scores: scores) }
        }
        return WeightedSuppression.merge(candidates).map { $0.placed(in: square) }
    }
}

extension AffineMap {
    /// The map that lays a region over a network's input.
    init(_ region: Region, side: Int) {
        self.init(
            squareAround: (region.center.x, region.center.y), size: region.size, cosine: cosine(region.rotation),
            sine: sine(region.rotation), side: side)
    }
}

extension Detection {
    /// The detection in pixels of the picture that holds an upright square in whose side it is measured.
    fileprivate func placed(in square: Region) -> Detection {
        func x(_ value: Double) -> Double { square.center.x + (value - 0.5) * square.size }
        func y(_ value: Double) -> Double { square.center.y + (value - 0.5) * square.size }
        return Detection(
            score: score, box: Box(left: x(box.left), top: y(box.top), right: x(box.right), bottom: y(box.bottom)),
            keypoints: keypoints.map { PixelPoint(x: x($0.x), y: y($0.y)) })
    }
}
