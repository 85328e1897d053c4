import PoiseGeometry
import PoiseImaging
import PoiseInference

/// A detector network, prepared: objects in an image, and the region of interest of each.
package struct DetectorPlan: Sendable {
    package let spec: DetectorSpec
    package let plan: Plan
    /// The name of the input.
    fileprivate let input: String
    fileprivate let boxes: String
    fileprivate let scores: String

    /// - Throws: ``PipelineError`` when the network does not fit the specification, or cannot be run.
    package init(_ spec: DetectorSpec, _ network: Network) throws(PipelineError) {
        self.spec = spec
        let values = NetworkValues(network, of: spec.name)
        let count = spec.anchors.centers.count
        input = try values.input([1, spec.inputSide, spec.inputSide, 3])
        boxes = try values.output(spec.boxes, [1, count, spec.valuesPerBox])
        scores = try values.output(spec.scores, [1, count, 1])
        do { plan = try Plan(network, outputs: [boxes, scores]) } catch { throw .unusable(error) }
    }
}

/// Detects objects in a whole image. Belongs to one task at a time.
package final class RegionDetector {
    private let network: DetectorPlan
    private let session: Session
    private let minimumScore: Double
    /// The letterbox is black before the values are brought into range.
    private let sampler: Sampler
    /// The last detections; their memory is used again.
    private var detections: [Detection] = []

    /// - Parameter minimumScore: Score from which candidates count unless a call says otherwise.
    package init(_ network: DetectorPlan, minimumScore: Double? = nil, threads: Int) {
        self.network = network
        self.minimumScore = minimumScore ?? network.spec.minimumScore
        session = Session(network.plan, threads: threads)
        sampler = Sampler(border: .zero, range: network.spec.inputRange)
    }

    /// The executor of the network.
    package var executor: Executor { session.executor }

    /// Returns the objects in an image, best first, in its pixels.
    package func detections(in image: ImageView) -> [Detection] {
        fillInput(with: image)
        run()
        return decode(width: image.width, height: image.height)
    }

    /// Returns the objects in a view of an image, best first, in the image's pixels.
    package func detections(in image: ImageView, through view: ViewTransform, minimumScore: Double) -> [Detection] {
        fillInput(with: image, through: view)
        run()
        return decode(image.size, through: view, minimumScore: minimumScore)
    }

    /// Returns the region of interest of a detection in an image.
    package func region(of detection: Detection, in size: ImageSize) -> RegionOfInterest {
        network.spec.region(of: detection, in: size)
    }

    /// Fills the network's input: the first of the three stages of ``detections(in:)``.
    package func fillInput(with image: ImageView) { fillInput(with: image, through: .whole(image.size)) }

    private func fillInput(with image: ImageView, through view: ViewTransform) {
        let map = ProjectiveMap(view.square, side: network.spec.inputSide, isMirrored: view.isMirrored)
        session.fill(
            network.input, with: RegionInput(image: image, map: map, sampler: sampler, executor: session.executor))
    }

    /// Runs the network: the second stage.
    package func run() { session.run() }

    /// Decodes the outputs for an image of this size: the third stage.
    package func decode(width: Int, height: Int) -> [Detection] {
        let size = ImageSize(width: width, height: height)
        return decode(size, through: .whole(size), minimumScore: minimumScore)
    }

    private func decode(_ size: ImageSize, through view: ViewTransform, minimumScore: Double) -> [Detection] {
        let decoder = DetectionDecoder(network.spec, minimumScore: minimumScore)
        session.withOutput(network.boxes) { boxes in
            session.withOutput(network.scores) { scores in
                decoder.decode(boxes: boxes, scores: scores, into: &detections)
            }
        }
        WeightedSuppression.merge(&detections, maximumOverlap: network.spec.maximumOverlap)
        // The whole image goes MediaPipe's way, down to its rounding.
        let isWhole = view == .whole(size)
        for index in detections.indices {
            let detection = detections[index]
            detections[index] = isWhole ? detection.unletterboxed(size) : detection.placed(by: view)
        }
        return detections
    }
}

extension DetectorSpec {
    /// Returns the region of interest of a detection in an image.
    package func region(of detection: Detection, in size: ImageSize) -> RegionOfInterest {
        regionRule.region(box: detection.box, in: size) { detection.keypoints[$0] }
    }
}

extension Image {
    /// Columns and rows.
    package var size: ImageSize { ImageSize(width: width, height: height) }
}

extension ImageView {
    /// Columns and rows.
    package var size: ImageSize { ImageSize(width: width, height: height) }
}

/// The part of an image that a detector sees: a square, turned with its rotation and perhaps mirrored. Places outside the image
/// are black.
package struct ViewTransform: Sendable, Equatable {
    package var square: RegionOfInterest
    package var isMirrored: Bool

    package init(square: RegionOfInterest, isMirrored: Bool = false) {
        self.square = square
        self.isMirrored = isMirrored
    }

    /// The letterboxed image, as MediaPipe shows it.
    package static func whole(_ size: ImageSize) -> ViewTransform {
        ViewTransform(
            square: RegionOfInterest(
                center: PixelPoint(x: Double(size.width) / 2, y: Double(size.height) / 2),
                size: Double(max(size.width, size.height)), rotation: 0))
    }
}

extension Detection {
    /// Returns the detection in pixels of the image, from units of the square that a view shows.
    func placed(by view: ViewTransform) -> Detection {
        let projection = RegionProjection(view.square)
        func pixels(_ point: SIMD2<Float>) -> SIMD2<Float> {
            let x = Double(point.x)
            let place = projection.pixel(x: view.isMirrored ? 1 - x : x, y: Double(point.y))
            return SIMD2(Float(place.x), Float(place.y))
        }
        let corners = [
            [box.left, box.top], [box.right, box.top], [box.left, box.bottom], [box.right, box.bottom],
        ].map { pixels(SIMD2($0[0], $0[1])) }
        let first = corners.dropFirst().reduce(corners[0]) { pointwiseMin($0, $1) }
        let last = corners.dropFirst().reduce(corners[0]) { pointwiseMax($0, $1) }
        var detection = Detection(
            score: score, box: Box(left: first.x, top: first.y, right: last.x, bottom: last.y),
            keypoints: keypoints.mapped(pixels))
        detection.isOfTurnedView = view.isMirrored || view.square.rotation != 0
        return detection
    }

    /// Returns the detection in pixels of the image, from units of the square to which the image was letterboxed, with
    /// MediaPipe's rounding.
    package func unletterboxed(_ size: ImageSize) -> Detection {
        let content = SIMD2(Float(size.width), Float(size.height))
        let aspect = content.y / content.x
        let padding: SIMD2<Float> = aspect < 1 ? [0, (1 - aspect) / 2] : [(1 - 1 / aspect) / 2, 0]
        func pixels(_ point: SIMD2<Float>) -> SIMD2<Float> { (point - padding) / (1 - 2 * padding) * content }
        let (first, last) = (pixels([box.left, box.top]), pixels([box.right, box.bottom]))
        return Detection(
            score: score, box: Box(left: first.x, top: first.y, right: last.x, bottom: last.y),
            keypoints: keypoints.mapped(pixels))
    }
}
