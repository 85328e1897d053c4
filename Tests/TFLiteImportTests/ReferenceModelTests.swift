import PoiseTFLiteImport
import Foundation
import PoiseInference
import PoiseTestSupport
import Testing

@Suite("MediaPipe's models", .enabled(if: Reference.isAvailable))
struct ReferenceModelTests {
    /// A row of the reference: a tensor that LiteRT computed.
    struct Row: Decodable {
        var type: String
        var shape: [Int]
        var mean: Double
        var std: Double
        var min: Double
        var max: Double
        var first8: [Double]
    }

    struct Model: Sendable, CustomTestStringConvertible {
        var file: String
        var rows: String
        var multiplyAdds: Int
        var weights: Int

        var testDescription: String { file }
    }

    /// Counted with the Python package `ai_edge_litert`, whose schema reads the files.
    static let models = [
        Model(file: "pose_detection", rows: "detector", multiplyAdds: 429_859_360, weights: 2_965_026),
        Model(file: "pose_landmark_full", rows: "full", multiplyAdds: 386_148_736, weights: 3_169_489),
        Model(file: "pose_landmark_lite", rows: "lite", multiplyAdds: 197_822_208, weights: 1_363_089),
    ]

    static func network(_ file: String) throws -> Network {
        let bytes = try Reference.bytes("models/\(file).tflite")
        guard case .network(let network) = try ModelFile(bytes, name: file) else { throw ConversionError.unknownFormat }
        return network
    }

    static func rows(_ model: Model) throws -> [Row] {
        let bytes = try Reference.bytes("golden/network/\(model.rows)_der_coco_785_skier_exact_layers.json")
        return try JSONDecoder().decode([Row].self, from: Data(bytes))
    }

    static func type(_ operation: Operator) -> String {
        switch operation {
        case .convolution: "CONV_2D"
        case .depthwiseConvolution: "DEPTHWISE_CONV_2D"
        case .add: "ADD"
        case .pad: "PAD"
        case .maxPool: "MAX_POOL_2D"
        case .resizeBilinear: "RESIZE_BILINEAR"
        case .depthToSpace: "DEPTH_TO_SPACE"
        case .gatherColumns: ""  // no model of MediaPipe has it
        case .reshape: "RESHAPE"
        case .concatenation: "CONCATENATION"
        case .logistic: "LOGISTIC"
        }
    }

    static func elements(_ network: Network, _ name: String) throws -> [Double] {
        switch try #require(network.constants[name]).elements {
        case .float16(let bits): bits.map { Double(Float16(bitPattern: $0)) }
        case .float32(let numbers): numbers.map(Double.init)
        }
    }

    @Test(arguments: models)
    func `Nodes and their shapes are those that LiteRT ran`(model: Model) throws {
        let network = try Self.network(model.file)
        let rows = try Self.rows(model).filter { $0.type != "DENSIFY" }
        #expect(network.nodes.map { Self.type($0.operation) } == rows.map(\.type))
        #expect(network.nodes.map { network.values[$0.output].shape } == rows.map(\.shape))
        #expect(network.values.count == network.nodes.count + 1)
        #expect(network.values[network.inputs[0]].name == "input_1")
        let outputs = network.outputs.indices.map { $0 == 0 ? "Identity" : "Identity_\($0)" }
        #expect(network.outputs.map { network.values[$0].name } == outputs)
    }

    @Test(arguments: models)
    func `Work and weights are counted`(model: Model) throws {
        let network = try Self.network(model.file)
        var multiplyAdds = 0
        for node in network.nodes {
            let pixels = network.values[node.output].shape.dropLast().reduce(1, *)
            switch node.operation {
            case .convolution(let parameters), .depthwiseConvolution(let parameters):
                multiplyAdds += pixels * (try #require(network.constants[parameters.weights])).shape.reduce(1, *)
            default: break
            }
        }
        #expect(multiplyAdds == model.multiplyAdds)
        #expect(network.constants.values.reduce(0) { $0 + $1.shape.reduce(1, *) } == model.weights)
        #expect(try network == Self.network(model.file))
    }

    /// The reference rounds to seven digits.
    @Test func `The detector's sparse weights are those that LiteRT unpacked`() throws {
        let network = try Self.network("pose_detection")
        let rows = try Self.rows(Self.models[0]).filter { $0.type == "DENSIFY" }
        #expect(rows.count == 38)
        // Exactly those weights of convolutions are sparse in which more than a tenth is zero.
        var unpacked: [(shape: [Int], elements: [Double])] = []
        for node in network.nodes {
            guard case .convolution(let parameters) = node.operation else { continue }
            let elements = try Self.elements(network, parameters.weights)
            if elements.count(where: { $0 == 0 }) > elements.count / 10 {
                unpacked.append((try #require(network.constants[parameters.weights]).shape, elements))
            }
        }
        #expect(unpacked.map(\.shape) == rows.map(\.shape))
        for (weights, row) in zip(unpacked.map(\.elements), rows) {
            let mean = weights.reduce(0, +) / Double(weights.count)
            let std = (weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(weights.count)).squareRoot()
            #expect(abs(mean - row.mean) <= 1e-6 * row.std)
            #expect(abs(std - row.std) <= 1e-6 * row.std)
            let figures = [weights.min() ?? .nan, weights.max() ?? .nan] + weights.prefix(8)
            for (figure, expected) in zip(figures, [row.min, row.max] + row.first8) {
                #expect(abs(figure - expected) <= 1e-6 * abs(expected))
            }
        }
    }
}
