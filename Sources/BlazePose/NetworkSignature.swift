import Inference

/// The names under which the detector takes its input and gives its outputs.
struct DetectorSignature: Sendable {
    let input: String
    let boxes: String
    let scores: String

    /// Finds them by their shapes.
    init(_ network: Network) throws(PoseModelError) {
        let values = NetworkValues(network, kind: "person detector")
        let count = Anchors.centers.count
        input = try values.input([1, Anchors.inputSide, Anchors.inputSide, 3])
        boxes = try values.output([1, count, DetectionDecoder.valuesPerBox])
        scores = try values.output([1, count, 1])
    }
}

/// The names under which a landmark network takes its input and gives its outputs.
struct LandmarkSignature: Sendable {
    let input: String
    let landmarks: String
    let presence: String
    let segmentation: String
    let heatmaps: String
    let world: String

    /// Finds them by their shapes.
    init(_ network: Network) throws(PoseModelError) {
        let values = NetworkValues(network, kind: "landmark network")
        let side = LandmarkDecoder.inputSide
        input = try values.input([1, side, side, 3])
        landmarks = try values.output([1, RawLandmarks.count * LandmarkDecoder.valuesPerPoint])
        presence = try values.output([1, 1])
        segmentation = try values.output([1, side, side, 1])
        heatmaps = try values.output([1, HeatmapRefinement.side, HeatmapRefinement.side, RawLandmarks.count])
        world = try values.output([1, RawLandmarks.count * 3])
    }

    /// The outputs that a pose needs, and a mask if wanted.
    func outputs(mask: Bool) -> [String] {
        [landmarks, presence, heatmaps, world] + (mask ? [segmentation] : [])
    }
}

/// Looks values of a network up by their shapes.
private struct NetworkValues {
    let network: Network
    let kind: String

    init(_ network: Network, kind: String) {
        self.network = network
        self.kind = kind
    }

    func input(_ shape: [Int]) throws(PoseModelError) -> String {
        guard network.inputs.count == 1, network.values[network.inputs[0]].shape == shape else {
            throw .wrongSignature(kind: kind, missing: "an input of shape \(shape)")
        }
        return network.values[network.inputs[0]].name
    }

    func output(_ shape: [Int]) throws(PoseModelError) -> String {
        guard let index = network.outputs.first(where: { network.values[$0].shape == shape }) else {
            throw .wrongSignature(kind: kind, missing: "an output of shape \(shape)")
        }
        return network.values[index].name
    }
}
