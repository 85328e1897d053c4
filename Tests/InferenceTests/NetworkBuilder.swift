import PoiseInference
import PoiseTestSupport

/// Builds a network with random constants for a test.
struct NetworkBuilder {
    private(set) var values: [Network.Value] = []
    private(set) var nodes: [Network.Node] = []
    private(set) var constants: [String: Network.Constant] = [:]
    private var inputCount = 0
    /// Whether the weights of convolutions have half precision.
    var weightsAreHalf = false
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    func shape(_ value: Int) -> [Int] { values[value].shape }

    /// Adds an input. All inputs come before the first node.
    mutating func input(_ shape: [Int]) -> Int {
        inputCount += 1
        values.append(Network.Value(name: "input\(values.count)", shape: shape))
        return values.count - 1
    }

    /// Adds a node and the value of the given shape that it computes.
    mutating func node(_ operation: Operator, _ inputs: [Int], shape: [Int]) -> Int {
        values.append(Network.Value(name: "value\(values.count)", shape: shape))
        nodes.append(Network.Node(operation: operation, inputs: inputs, output: values.count - 1))
        return values.count - 1
    }

    /// Adds a convolution with random weights; the density is the approximate fraction of nonzero weights.
    mutating func convolution(
        _ input: Int, outputs: Int, window: (Int, Int) = (1, 1), stride: (Int, Int) = (1, 1),
        padding: Padding = Padding(), activation: Activation = .none, isDepthwise: Bool = false,
        density: Double = 1
    ) -> Int {
        let shape = shape(input)
        let name = "convolution\(nodes.count)"
        let channels = isDepthwise ? shape[3] : outputs
        let weights = isDepthwise ? [1, window.0, window.1, shape[3]] : [outputs, window.0, window.1, shape[3]]
        let scale = 1 / Float(window.0 * window.1 * shape[3]).squareRoot()
        constants[name + ".weights"] =
            weightsAreHalf
            ? halfConstant(weights, scale: scale, density: density)
            : constant(weights, scale: scale, density: density)
        constants[name + ".bias"] = constant([channels], scale: 1)
        let parameters = Convolution(
            weights: name + ".weights", bias: name + ".bias", stride: Extent(height: stride.0, width: stride.1),
            padding: padding, activation: activation)
        return node(
            isDepthwise ? .depthwiseConvolution(parameters) : .convolution(parameters), [input],
            shape: [
                1, (shape[1] + padding.top + padding.bottom - window.0) / stride.0 + 1,
                (shape[2] + padding.left + padding.right - window.1) / stride.1 + 1, channels,
            ])
    }

    mutating func constant(_ shape: [Int], scale: Float, density: Double = 1) -> Network.Constant {
        var values = randomTensor(shape, scale: scale).values
        for index in values.indices where density < 1 && Double.random(in: 0..<1, using: &random) >= density {
            values[index] = 0
        }
        return Network.Constant(shape: shape, elements: .float32(values))
    }

    /// Returns half-precision values up to a scale below 1; some of them are subnormal.
    private mutating func halfConstant(_ shape: [Int], scale: Float, density: Double) -> Network.Constant {
        let largest = max(1, 15 + Int(scale.exponent))
        let bits = (0..<shape.reduce(1, *)).map { _ -> UInt16 in
            if density < 1, Double.random(in: 0..<1, using: &random) >= density { return 0 }
            let exponent = UInt16.random(in: UInt16(max(0, largest - 4))...UInt16(largest - 1), using: &random)
            return exponent << 10 | UInt16.random(in: 0..<1 << 10, using: &random)
                | (Bool.random(using: &random) ? 1 << 15 : 0)
        }
        return Network.Constant(shape: shape, elements: .float16(bits))
    }

    mutating func randomTensor(_ shape: [Int], scale: Float = 3) -> Tensor {
        var values: [Float] = []
        for _ in 0..<shape.reduce(1, *) { values.append(Float.random(in: -scale...scale, using: &random)) }
        return Tensor(shape: shape, values: values)
    }

    func network(outputs: [Int]) throws -> Network {
        try Network(
            values: values, nodes: nodes, inputs: Array(0..<inputCount), outputs: outputs, constants: constants,
            origin: Network.Origin(file: "test", sha256: "", license: ""))
    }
}

extension NetworkBuilder {
    /// Returns a small network with every operator.
    static func everyOperator() throws -> Network {
        var builder = NetworkBuilder(seed: 7)
        let input = builder.input([1, 8, 8, 3])
        let none = PadAmount(before: 0, after: 0)
        let one = PadAmount(before: 1, after: 1)
        let padded = builder.node(.pad([none, one, one, none]), [input], shape: [1, 10, 10, 3])
        let convolved = builder.convolution(padded, outputs: 8, window: (3, 3), activation: .relu6)
        let depthwise = builder.convolution(
            convolved, outputs: 8, window: (3, 3), stride: (2, 2),
            padding: Padding(bottom: 1, right: 1), isDepthwise: true)
        let pooled = builder.node(
            .maxPool(
                Pooling(
                    window: Extent(height: 2, width: 2), stride: Extent(height: 2, width: 2), padding: Padding())),
            [convolved], shape: [1, 4, 4, 8])
        let sum = builder.node(.add(.relu), [depthwise, pooled], shape: [1, 4, 4, 8])
        let enlarged = builder.node(.resizeBilinear(Extent(height: 8, width: 8)), [sum], shape: [1, 8, 8, 8])
        let blocks = builder.node(.depthToSpace(block: 2), [sum], shape: [1, 8, 8, 2])
        let joined = builder.node(.concatenation(axis: 3), [enlarged, blocks], shape: [1, 8, 8, 10])
        let columns = builder.node(.gatherColumns(offsets: [-9, 0, 2]), [joined], shape: [1, 8, 8, 30])
        let flat = builder.node(.reshape([1, 1920]), [columns], shape: [1, 1920])
        let result = builder.node(.logistic, [flat], shape: [1, 1920])
        return try builder.network(outputs: [result, sum])
    }
}
