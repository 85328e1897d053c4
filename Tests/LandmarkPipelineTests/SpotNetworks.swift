import PoiseGeometry
import PoiseImaging
import PoiseInference
import PoiseLandmarkPipeline

/// Made-up networks that detect bright spots and place 21 points in them: other anchors, points and rules of regions than those of
/// the body.
enum SpotNetworks {
    /// A detector with one layer of anchors, two for each cell, and seven key points.
    static let detector = DetectorSpec(
        name: "spot detector", inputSide: 32, inputRange: 0...1,
        anchors: AnchorLayout([AnchorLayout.Layer(cells: 4, anchors: 2)]), keypointCount: 7, boxes: "boxes",
        scores: "scores", minimumScore: 0.6, maximumOverlap: 0.3,
        regionRule: RegionRule(.box, from: .init(0), to: .init(2), shift: -0.25, scale: 3))

    /// A landmark network without heatmaps and mask, and with an attribute.
    static let landmarks = LandmarkSpec(
        name: "spot landmarks", inputSide: 16, inputRange: 0...1, pointCount: 21, valuesPerPoint: 3, depthDivisor: 0.4,
        points: "points", world: "world", presence: "presence", attributes: ["handedness"],
        nextRegion: RegionRule(.points([0, 5, 17]), from: .init(0), to: .init(5, 17), shift: -0.1, scale: 4))

    /// The points of a spot in the middle of the landmark network's input, pixels of 16: the wrist below, knuckles above it, the
    /// others in the middle.
    static func point(_ index: Int) -> (x: Float, y: Float, z: Float) {
        switch index {
        case 0: (8, 10, 0)
        case 5: (6, 6, 1)
        case 17: (10, 6, -1)
        default: (8, 8, 0)
        }
    }

    /// Returns the detector: the score of an anchor's cell is its brightness.
    static func detectorNetwork() throws -> Network {
        var builder = Builder(inputSide: 32)
        // Logits of 10 for white and -10 for black; the second anchor of each cell detects nothing.
        let scores = builder.linear(outputs: 2, window: 8, gain: [20 / 192, 0], bias: [-10, -10])
        // Offsets from the anchor in pixels of 32: a box of 8 x 6 at the center; the wrist below, the third point above it.
        var box = [Float](repeating: 0, count: 18)
        (box[2], box[3]) = (8, 6)
        (box[5], box[9]) = (3, -3)
        let boxes = builder.linear(
            outputs: 36, window: 8, gain: [Float](repeating: 0, count: 36), bias: box + box)
        let outputs = [
            builder.reshape(boxes, [1, 32, 18], "boxes"), builder.reshape(scores, [1, 32, 1], "scores"),
        ]
        return try builder.network(outputs)
    }

    /// Returns the landmark network: points around the centroid of the brightness, present where the region is bright.
    ///
    /// The centroid is right for a spot whose side is a third of the region's.
    static func landmarkNetwork() throws -> Network {
        var builder = Builder(inputSide: 16)
        let places = (0..<21).flatMap { index in
            let point = point(index)
            return [point.x, point.y, point.z]
        }
        let none = [Float](repeating: 0, count: 63)
        // A third of the side is a ninth of the pixels, of which each has three values.
        let slope: Float = 9 / (3 * 256)
        let points = builder.linear(outputs: 63, window: 16, gain: none, bias: places) { output, x, y in
            output % 3 == 0 ? slope * (x - 8) : output % 3 == 1 ? slope * (y - 8) : 0
        }
        let world = builder.linear(outputs: 63, window: 16, gain: none, bias: places.map { $0 / 100 })
        let presence = builder.linear(outputs: 1, window: 16, gain: [400 / 768], bias: [-4])
        let handedness = builder.linear(outputs: 1, window: 16, gain: [0], bias: [0.8])
        let outputs = [
            builder.reshape(points, [1, 63], "points"), builder.reshape(world, [1, 63], "world"),
            builder.reshape(builder.logistic(presence), [1, 1], "presence"),
            builder.reshape(handedness, [1, 1], "handedness"),
        ]
        return try builder.network(outputs)
    }

    /// Builds networks of linear functions of the brightness of windows.
    private struct Builder {
        private var values: [Network.Value]
        private var nodes: [Network.Node] = []
        private var constants: [String: Network.Constant] = [:]

        init(inputSide: Int) { values = [Network.Value(name: "input", shape: [1, inputSide, inputSide, 3])] }

        /// - Parameters:
        ///   - gain: The weight of each pixel, by output.
        ///   - slope: A further weight by output and place in the window.
        mutating func linear(
            outputs: Int, window: Int, gain: [Float], bias: [Float],
            slope: (_ output: Int, _ x: Float, _ y: Float) -> Float = { _, _, _ in 0 }
        ) -> Int {
            let name = "linear\(nodes.count)"
            var weights: [Float] = []
            for output in 0..<outputs {
                for pixel in 0..<window * window {
                    let (x, y) = (Float(pixel % window) + 0.5, Float(pixel / window) + 0.5)
                    weights += [Float](repeating: gain[output] + slope(output, x, y), count: 3)
                }
            }
            constants[name + ".weights"] = Network.Constant(
                shape: [outputs, window, window, 3], elements: .float32(weights))
            constants[name + ".bias"] = Network.Constant(shape: [outputs], elements: .float32(bias))
            let cells = values[0].shape[1] / window
            let convolution = Convolution(
                weights: name + ".weights", bias: name + ".bias", stride: Extent(height: window, width: window),
                padding: Padding(), activation: .none)
            return add(.convolution(convolution), 0, [1, cells, cells, outputs], name)
        }

        mutating func logistic(_ input: Int) -> Int {
            add(.logistic, input, values[input].shape, "logistic\(nodes.count)")
        }

        mutating func reshape(_ input: Int, _ shape: [Int], _ name: String) -> Int {
            add(.reshape(shape), input, shape, name)
        }

        private mutating func add(_ operation: Operator, _ input: Int, _ shape: [Int], _ name: String) -> Int {
            values.append(Network.Value(name: name, shape: shape))
            nodes.append(Network.Node(operation: operation, inputs: [input], output: values.count - 1))
            return values.count - 1
        }

        func network(_ outputs: [Int]) throws -> Network {
            try Network(
                values: values, nodes: nodes, inputs: [0], outputs: outputs, constants: constants,
                origin: Network.Origin(file: "test", sha256: "", license: ""))
        }
    }
}

/// A spot in a frame.
struct Spot: TrackedSubject {
    var region: RegionOfInterest
    var points: [PixelPoint]
    var attributes: [Double]

    var place: PixelPoint { points[9] }
    var isMostlyInside: Bool { true }

    var extent: BoundingBox {
        BoundingBox(
            left: points.map(\.x).min() ?? 0, top: points.map(\.y).min() ?? 0, right: points.map(\.x).max() ?? 0,
            bottom: points.map(\.y).max() ?? 0)
    }

    func distance(to other: Spot, after way: SIMD2<Double>) -> Double {
        let (dx, dy) = (other.place.x - place.x - way.x, other.place.y - place.y - way.y)
        return (dx * dx + dy * dy).squareRoot()
    }

    func isSame(as other: Spot) -> Bool { distance(to: other, after: .zero) < 0.3 * region.size }
    func isDuplicate(of known: Spot) -> Bool { isSame(as: known) }

    func scaled(by scale: ImageScale) -> Spot {
        Spot(region: scale.apply(region), points: points.map(scale.apply), attributes: attributes)
    }
}

/// The networks of spots, as a tracker uses them.
struct SpotSource: SubjectSource {
    let detector: RegionDetector
    let landmarker: RegionLandmarker

    init() throws {
        detector = RegionDetector(
            try DetectorPlan(SpotNetworks.detector, SpotNetworks.detectorNetwork()), threads: 1)
        landmarker = RegionLandmarker(
            try LandmarkPlan(SpotNetworks.landmarks, SpotNetworks.landmarkNetwork(), includesMask: true), threads: 1)
    }

    func detections(in image: ImageView) -> [(region: RegionOfInterest, detection: Detection)] {
        detector.detections(in: image).map { (detector.region(of: $0, in: image.size), $0) }
    }

    func observe(
        _ region: RegionOfInterest, of image: ImageView, last: Spot?, detection: Detection?
    ) -> (subject: Spot, center: PixelPoint, circle: PixelPoint, appearance: Appearance)? {
        let raw = landmarker.landmarks(in: region, of: image)
        guard raw.presence > 0.5 else { return nil }
        let projection = RegionProjection(region)
        let points = raw.points.map(projection.pixel)
        let spot = Spot(region: region, points: points, attributes: raw.attributes)
        return (spot, points[9], points[0], Appearance(of: [points], in: image))
    }
}

/// A source that counts the detections whose regions are evaluated.
final class CountingSource: SubjectSource {
    let source: SpotSource
    private(set) var detectionsEvaluated = 0

    init(source: SpotSource) { self.source = source }

    func detections(in image: ImageView) -> [(region: RegionOfInterest, detection: Detection)] {
        source.detections(in: image)
    }

    func observe(
        _ region: RegionOfInterest, of image: ImageView, last: Spot?, detection: Detection?
    ) -> (subject: Spot, center: PixelPoint, circle: PixelPoint, appearance: Appearance)? {
        if detection != nil { detectionsEvaluated += 1 }
        return source.observe(region, of: image, last: last, detection: detection)
    }
}

/// No filter; the next region by the rule of the specification.
struct SpotFilter: SubjectFilter {
    mutating func nextRegion(after observation: Observation<Spot>, in size: ImageSize, at time: Duration)
        -> RegionOfInterest
    {
        let points = observation.subject.points
        return SpotNetworks.landmarks.nextRegion.region(in: size) { SIMD2(Float(points[$0].x), Float(points[$0].y)) }
    }

    mutating func apply(_ observation: Observation<Spot>, in size: ImageSize, at time: Duration) -> [Spot] {
        [observation.subject]
    }
}
