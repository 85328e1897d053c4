import Foundation
import PoiseBody
import PoiseGeometry
import PoiseInference
import PoiseTestSupport

/// Forty frames of a rendered person: what a tracker returned, and what each network adds, as other libraries computed it.
struct CorrectionFixture {
    static let frameCount = 40

    private let tensors: [String: Network.Constant]

    /// The fixture of the networks of the package, computed from their files with NumPy (Weights/Training/fixture.py).
    static func package() throws -> CorrectionFixture {
        CorrectionFixture(
            tensors: try read(Reference.packageFolder.appending(path: "Tests/Fixtures/space.safetensors")))
    }

    /// The folder with the weights and the fixture of the experiments behind the correction, computed by their training library.
    private static let folder = Reference.folder.deletingLastPathComponent().appending(path: "time3d")
    static let hasExperiments = FileManager.default.fileExists(atPath: folder.path + "/fixture.safetensors")

    /// The fixture of the experiments.
    static func experiments() throws -> CorrectionFixture {
        CorrectionFixture(tensors: try read(folder.appending(path: "fixture.safetensors")))
    }

    /// Returns the values of a tensor.
    func values(_ name: String) -> [Float] { tensors[name]?.tensor.values ?? [] }

    /// The features of all frames. `[1, 1, 40, 198]`
    var features: Tensor { Tensor(shape: [1, 1, Self.frameCount, 198], values: values("features")) }

    /// The pose of each frame.
    var poses: [Pose] {
        let (xy, world, confidence) = (values("xy"), values("world"), values("conf"))
        return (0..<Self.frameCount).map { frame in
            let joints = frame * 33..<(frame + 1) * 33
            return Pose(
                landmarks: joints.map {
                    Landmark(
                        position: PixelPoint(x: Double(xy[2 * $0]), y: Double(xy[2 * $0 + 1])), z: 0, visibility: 1,
                        presence: 1, isInsideImage: true, confidence: Double(confidence[$0]), expectedError: 1)
                },
                world: joints.map {
                    WorldPoint(x: Double(world[3 * $0]), y: Double(world[3 * $0 + 1]), z: Double(world[3 * $0 + 2]))
                }, score: 1, presence: 1,
                region: RegionOfInterest(center: PixelPoint(x: 100, y: 100), size: 200, rotation: 0))
        }
    }

    /// Returns a network from the weights of the experiments: windows of three frames, and three blocks of 3, 7 and 19 frames
    /// where the network sees time.
    static func experimentalNetwork(_ name: String) throws -> Network {
        let weights = try read(folder.appending(path: name + ".safetensors"))
        var values = [Network.Value(name: "joints", shape: [1, 1, frameCount, 198])]
        var nodes: [Network.Node] = []
        var constants: [String: Network.Constant] = [:]
        func node(_ operation: Operator, _ inputs: [Int], _ name: String, _ channels: Int) -> Int {
            values.append(Network.Value(name: name, shape: [1, 1, frameCount, channels]))
            nodes.append(Network.Node(operation: operation, inputs: inputs, output: values.count - 1))
            return values.count - 1
        }
        func convolution(_ part: String, _ source: Int, _ activation: Activation, dilation: Int = 1) throws -> Int {
            guard let weight = weights[part + ".weight"], case .float16(let bits) = weight.elements,
                let bias = weights[part + ".bias"]
            else { throw CocoaError(.fileReadCorruptFile) }
            let (outputs, inputs, taps) = (weight.shape[0], weight.shape[1], weight.shape[2])
            var source = source
            if taps > 1 {
                let center = name == "causal" ? taps - 1 : taps / 2
                source = node(
                    .gatherColumns(offsets: (0..<taps).map { ($0 - center) * dilation }), [source], part + ".window",
                    inputs * taps)
            }
            // From [outputs, inputs, time] to [outputs, 1, 1, time * inputs].
            var reordered: [UInt16] = []
            for output in 0..<outputs {
                for tap in 0..<taps {
                    for input in 0..<inputs { reordered.append(bits[(output * inputs + input) * taps + tap]) }
                }
            }
            constants[part + ".weight"] = Network.Constant(
                shape: [outputs, 1, 1, taps * inputs], elements: .float16(reordered))
            constants[part + ".bias"] = bias
            return node(
                .convolution(
                    Convolution(weights: part + ".weight", bias: part + ".bias", activation: activation)), [source],
                part == "leave" ? "correction" : part, outputs)
        }
        var value = try convolution("enter", 0, .relu)
        let dilations = name == "frame" ? [] : [1, 3, 9]
        for (index, dilation) in dilations.enumerated() {
            let time = try convolution("block\(index).time", value, .relu, dilation: dilation)
            let mix = try convolution("block\(index).mix", time, .relu)
            value = node(.add(.none), [value, mix], "block\(index)", 192)
        }
        let output = try convolution("leave", value, .none)
        return try Network(values: values, nodes: nodes, inputs: [0], outputs: [output], constants: constants)
    }

    private static func read(_ file: URL) throws -> [String: Network.Constant] {
        let bytes = [UInt8](try Data(contentsOf: file))
        return try bytes.withUnsafeBytes { bytes in
            let file = try Safetensors(header: bytes)
            return file.entries.mapValues {
                Network.Constant(shape: $0.shape, elements: file.elements(of: $0, in: bytes))
            }
        }
    }
}
