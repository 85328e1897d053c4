import PoiseBody
import PoiseInference
import PoiseLandmarkPipeline
import PoiseWeights

/// A landmark network of the body, prepared.
package struct LandmarkNetwork: Sendable {
    package let plan: LandmarkPlan
    /// Whether it is the lite one, whose heatmaps have lower peaks.
    package let isLite: Bool

    package init(_ model: PoseModel = .full, includesMask: Bool = false) throws(PoseSetupError) {
        let network = try model.network()
        isLite = network.parameterCount < LandmarkNetwork.liteParameters
        do { plan = try LandmarkPlan(.body, network, includesMask: includesMask) } catch {
            throw PoseSetupError(error)
        }
    }

    /// Between the parameters of the lite model, 1.3 million, and of the full one, 3.2 million.
    private static let liteParameters = 2_000_000
}

extension DetectorPlan {
    /// Returns the detector of people, prepared.
    package static func body() throws(PoseSetupError) -> DetectorPlan {
        let network = try Network(embedded: EmbeddedWeights.detector, name: "detector")
        do { return try DetectorPlan(.body, network) } catch { throw PoseSetupError(error) }
    }
}

extension PoseSetupError {
    init(_ error: PipelineError) {
        switch error {
        case .missing(let kind, let value): self = .wrongSignature(kind: kind, missing: value)
        case .unusable(let error): self = .unusable(error)
        }
    }
}

extension DetectorSpec {
    /// MediaPipe's pose detector: a box around the face and four points (mediapipe/modules/pose_detection/pose_detection_cpu.pbtxt).
    ///
    /// Key point 0 is the middle of the hips; 1 is a point on the circle around the whole body, above the head; 2 and 3 are the
    /// same for the upper body.
    package static let body = DetectorSpec(
        name: "person detector", inputSide: 224, inputRange: -1...1,
        anchors: AnchorLayout([
            AnchorLayout.Layer(cells: 28, anchors: 2), AnchorLayout.Layer(cells: 14, anchors: 2),
            AnchorLayout.Layer(cells: 7, anchors: 6),
        ]), keypointCount: 4, boxes: "Identity", scores: "Identity_1", minimumScore: 0.5, maximumOverlap: 0.3,
        regionRule: RegionRule(.circle, from: .init(0), to: .init(1), scale: 1.25))
}

extension LandmarkSpec {
    /// MediaPipe's pose landmark networks, lite, full and heavy (mediapipe/modules/pose_landmark).
    ///
    /// The first 33 of its 39 points are the joints, in the order of `Joint`; 33 is the middle of the hips, and 34 a point on
    /// the circle around the body: the region of the next frame. The others are unused.
    package static let body = LandmarkSpec(
        name: "landmark network", inputSide: 256, inputRange: 0...1, pointCount: 39,
        partCount: Joint.allCases.count, valuesPerPoint: 5, points: "Identity", world: "Identity_4",
        presence: "Identity_1", heatmaps: Map("Identity_3", side: 64), mask: Map("Identity_2", side: 256),
        mirrored: (0..<39).map { Joint(rawValue: $0)?.mirrored.rawValue ?? $0 },
        nextRegion: RegionRule(.circle, from: .init(33), to: .init(34), scale: 1.25))
}
