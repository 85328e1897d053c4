import Foundation
import PoiseInference
import Testing
import PoiseTestSupport

/// The networks against tensors computed by TensorFlow Lite.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct NetworkGoldenTests {
    private static let cases = ReferenceNetwork.allCases.flatMap { network in
        ReferenceNetwork.photos.map { (network, $0) }
    }

    @Test(arguments: cases) func portableExecutorAgrees(network: ReferenceNetwork, photo: String) throws {
        let stored = try network.tensors(photo: photo).tensors
        let input = try #require(stored["input"])
        let model = try network.load()
        let results = try Session(try Plan(model)).run([model.values[model.inputs[0]].name: input])
        #expect(results.count == (network == .detector ? 2 : 5))

        func difference(_ name: String) throws -> Float {
            largestDifference(try #require(results[name]).values, try #require(stored[name]).values)
        }
        if network == .detector {
            #expect(try difference("Identity") < 0.02)  // boxes, pixels of 224
            #expect(try difference("Identity_1") < 5e-3)  // scores, logits
        } else {
            #expect(try difference("Identity") < 0.01)  // landmarks, pixels of 256
            #expect(try difference("Identity_1") < 1e-5)  // the flag, a probability
            #expect(try difference("Identity_3") < 5e-3)  // heatmaps, logits
            #expect(try difference("Identity_4") < 2e-4)  // world landmarks, meters
            let mask = try #require(results["Identity_2"]).values.map(probability)
            #expect(largestDifference(mask, try #require(stored["Identity_2"]).values.map(probability)) < 2e-3)
        }
    }

    /// The output of a node, as stored in `*_layers.json`.
    private struct Layer: Decodable {
        let type: String
        let name: String
        let shape: [Int]
        let mean: Double
        let std: Double
        let min: Double
        let max: Double
        let first8: [Float]
    }

    /// The reference implementations, node by node. The tables of layers are in the order of execution, as are our
    /// nodes; they also list the unpacking of sparse weights, which has no node here.
    @Test(arguments: ReferenceNetwork.allCases) func plainReferencesAgreeLayerByLayer(network: ReferenceNetwork) throws
    {
        let photo = ReferenceNetwork.photos[0]
        let input = try #require(try network.tensors(photo: photo).tensors["input"])
        let model = try network.load()
        let values = model.evaluate([input])
        let layers = try JSONDecoder().decode(
            [Layer].self, from: Data(try Reference.bytes("golden/network/\(network.rawValue)_\(photo)_layers.json"))
        ).filter { $0.type != "DENSIFY" }
        #expect(layers.count == model.nodes.count)
        for (layer, node) in zip(layers, model.nodes) {
            let tensor = try #require(values[node.output])
            #expect(tensor.shape == layer.shape, "\(layer.name)")
            // Sums in another order, over up to a hundred layers: a few times 1e-5 of the largest value.
            let tolerance = 5e-5 * max(1, abs(layer.max), abs(layer.min))
            let count = Double(tensor.values.count)
            let mean = tensor.values.reduce(0.0) { $0 + Double($1) } / count
            let variance = tensor.values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
            #expect(abs(mean - layer.mean) < tolerance, "\(layer.name)")
            #expect(abs(variance.squareRoot() - layer.std) < tolerance, "\(layer.name)")
            #expect(abs(Double(tensor.values.min() ?? .nan) - layer.min) < tolerance, "\(layer.name)")
            #expect(abs(Double(tensor.values.max() ?? .nan) - layer.max) < tolerance, "\(layer.name)")
            let first = Array(tensor.values.prefix(layer.first8.count))
            #expect(largestDifference(first, layer.first8) < Float(tolerance), "\(layer.name)")
        }
    }

    private func probability(_ logit: Float) -> Float { 1 / (1 + Float(exp(-Double(logit)))) }
}
