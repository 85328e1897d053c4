import PoiseTFLiteImport
import PoiseInference
import PoiseTestSupport
import Testing

@Suite("Convertible models")
struct ModelFileTests {
    static func network(_ name: String) throws -> Network {
        guard case .network(let network) = try ModelFile(Fixture.bytes(name), name: "folder/" + name) else {
            throw ConversionError.unknownFormat
        }
        return network
    }

    @Test func `One of each operator`() throws {
        let network = try Self.network("operators.tflite")
        #expect(
            network.values.map(\.name) == [
                "input_1", "pad1", "conv1", "depthwise1", "conv2", "add1", "maxPool1", "depthToSpace1",
                "resizeBilinear1", "concatenation1", "conv3", "Identity", "Identity_1",
            ])
        #expect(
            network.values.map(\.shape) == [
                [1, 8, 8, 3], [1, 9, 9, 3], [1, 4, 4, 4], [1, 4, 4, 4], [1, 4, 4, 4], [1, 4, 4, 4], [1, 2, 2, 4],
                [1, 4, 4, 1], [1, 4, 4, 4], [1, 4, 4, 9], [1, 2, 2, 2], [1, 8], [1, 8],
            ])
        #expect(network.inputs == [0])
        #expect(network.outputs == [11, 12])
        #expect(
            network.nodes.map(\.inputs) == [
                [0], [1], [2], [3], [2, 4], [5], [6], [6], [5, 7, 8], [9], [10], [11],
            ])
        #expect(network.nodes.map(\.output) == Array(1...12))
        let one = Extent(height: 1, width: 1)
        let two = Extent(height: 2, width: 2)
        let none = PadAmount(before: 0, after: 0)
        let end = PadAmount(before: 0, after: 1)
        #expect(
            network.nodes.map(\.operation) == [
                .pad([none, end, end, none]),
                .convolution(
                    Convolution(
                        weights: "conv1.weights", bias: "conv1.bias", stride: two, padding: Padding(),
                        activation: .relu6)),
                .depthwiseConvolution(
                    Convolution(
                        weights: "depthwise1.weights", bias: "depthwise1.bias", stride: one,
                        padding: Padding(top: 1, left: 1, bottom: 1, right: 1), activation: .relu)),
                .convolution(
                    Convolution(
                        weights: "conv2.weights", bias: "conv2.bias", stride: one, padding: Padding(),
                        activation: .none)),
                .add(.relu),
                .maxPool(Pooling(window: two, stride: two, padding: Padding())),
                .depthToSpace(block: 2),
                .resizeBilinear(Extent(height: 4, width: 4)),
                .concatenation(axis: 3),
                .convolution(
                    Convolution(
                        weights: "conv3.weights", bias: "conv3.bias", stride: two,
                        padding: Padding(bottom: 1, right: 1), activation: .none)),
                .reshape([1, 8]),
                .logistic,
            ])
    }

    @Test func `Constants keep their precision`() throws {
        let constants = try Self.network("operators.tflite").constants
        #expect(
            constants.keys.sorted() == [
                "conv1.bias", "conv1.weights", "conv2.bias", "conv2.weights", "conv3.bias", "conv3.weights",
                "depthwise1.bias", "depthwise1.weights",
            ])
        for (name, constant) in constants {
            switch constant.elements {
            case .float16(let elements):
                #expect(!name.hasPrefix("conv2"))
                #expect(elements.count == constant.shape.reduce(1, *))
            case .float32(let elements):
                #expect(name.hasPrefix("conv2"))
                #expect(elements.count == constant.shape.reduce(1, *))
            }
        }
    }

    @Test func `Sparse weights are unpacked`() throws {
        let network = try Self.network("sparse.tflite")
        let expected = try #require(try Fixture.expected()["sparse"]?.weights)
        #expect(network.nodes.count == 2)
        for (name, shape, weights) in [
            ("conv1.weights", [4, 1, 1, 6], expected[0]), ("conv2.weights", [3, 2, 2, 4], expected[1]),
        ] {
            let constant = try #require(network.constants[name])
            #expect(constant.shape == shape)
            #expect(constant.elements == .float16(weights.map { Float16($0).bitPattern }))
        }
    }

    /// A value is a sum of at most 81 products, rounded in another order than LiteRT's.
    @Test(arguments: ["operators", "sparse"], Executor.allCases)
    func `Results are those of LiteRT`(name: String, executor: Executor) throws {
        let expected = try #require(try Fixture.expected()[name])
        let network = try Self.network(name + ".tflite")
        let input = network.values[network.inputs[0]]
        let session = Session(try Plan(network, executor: executor))
        let results = try session.run([input.name: Tensor(shape: input.shape, values: expected.input)])
        #expect(results.mapValues(\.values.count) == expected.outputs.mapValues(\.count))
        for (output, values) in expected.outputs {
            let actual = try #require(results[output]).values
            let tolerance = 81 * 0x1p-24 * values.reduce(0) { max($0, abs($1)) }
            for (value, result) in zip(values, actual) {
                #expect(abs(value - result) <= tolerance, "\(output): \(result) instead of \(value)")
            }
        }
    }

    @Test func `A name that an input has is not given twice, and a missing bias is zeros`() throws {
        let network = try Self.network("names.tflite")
        #expect(network.values.map(\.name) == ["conv1", "Identity"])
        #expect(network.constants.keys.sorted() == ["conv2.bias", "conv2.weights"])
        #expect(network.constants["conv2.bias"] == Network.Constant(shape: [2], elements: .float32([0, 0])))
    }

    @Test func `The origin names the file and its hash`() throws {
        let bytes = try Fixture.bytes("sparse.tflite")
        #expect(
            try Self.network("sparse.tflite").origin
                == Network.Origin(file: "sparse.tflite", sha256: sha256(bytes), license: "Apache-2.0"))
    }

    @Test(arguments: ["stored.task", "deflated.task"])
    func `A bundle holds both networks`(name: String) throws {
        guard case .task(let detector, let landmarks) = try ModelFile(Fixture.bytes(name), name: name) else {
            Issue.record("not recognized as a bundle")
            return
        }
        let one = try Self.network("operators.tflite")
        let two = try Self.network("sparse.tflite")
        #expect(detector.constants == two.constants)
        #expect(detector.nodes == two.nodes)
        #expect(landmarks.constants == one.constants)
        #expect(landmarks.nodes == one.nodes)
        #expect(detector.origin.file == name + "/pose_detector.tflite")
        #expect(landmarks.origin.sha256 == one.origin.sha256)
    }

    @Test(arguments: ["operators.tflite", "deflated.task"])
    func `The same file gives the same networks`(name: String) throws {
        let bytes = try Fixture.bytes(name)
        #expect(try ModelFile(bytes, name: name) == ModelFile(bytes, name: name))
    }
}
