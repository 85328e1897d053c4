import PoiseMachineCode
import Foundation
import PoiseInference
import Testing
import PoiseTestSupport

/// The networks on the JIT executor: against TensorFlow Lite, node by node against the portable executor, and with
/// guard pages beside all values.
@Suite(
    .enabled(if: Reference.isAvailable, "needs the reference data"),
    .enabled(if: Processor.current.vectorWidth != nil, "needs generated code"))
struct JITNetworkTests {
    private static let widths = VectorWidth.allCases.filter { $0.lanes <= Processor.current.vectorWidth?.lanes ?? 0 }

    private static func options(_ width: VectorWidth, _ guardPages: GuardPages = .none) -> EngineOptions {
        var options = EngineOptions()
        options.maxVectorWidth = width
        options.guardPages = guardPages
        return options
    }

    private static let photosOfLandmarkNetworks = widths.flatMap { width in
        [ReferenceNetwork.full, .lite].flatMap { network in
            ReferenceNetwork.photos.map { Photo(width: width, network: network, name: $0) }
        }
    }

    struct Photo: Sendable, CustomTestStringConvertible {
        let width: VectorWidth
        let network: ReferenceNetwork
        let name: String
        var testDescription: String { "\(network) \(name) \(width)" }
    }

    /// Kernels add in the order of the XNNPACK kernels that TensorFlow Lite runs on.
    @Test(arguments: photosOfLandmarkNetworks) func bitForBit(photo: Photo) throws {
        let stored = try photo.network.tensors(photo: photo.name).tensors
        let model = try photo.network.load()
        let plan = try EngineOptions.$current.withValue(Self.options(photo.width)) {
            try Plan(model, executor: .jit)
        }
        #expect(plan.executor == .jit)
        let input = try #require(stored["input"])
        let results = try Session(plan).run([model.values[model.inputs[0]].name: input])
        // Landmarks, mask, heatmaps, landmarks in space.
        for name in ["Identity", "Identity_2", "Identity_3", "Identity_4"] {
            let (actual, expected) = (try #require(results[name]).values, try #require(stored[name]).values)
            let differences = zip(actual, expected).count { $0.bitPattern != $1.bitPattern }
            #expect(actual.count == expected.count && differences == 0, "\(name)")
        }
    }

    /// Each node with its own weights as a separate network, on random numbers. Equal nodes are compared once.
    @Test(arguments: ReferenceNetwork.allCases, widths)
    func nodesEqualPortableOnes(network: ReferenceNetwork, width: VectorWidth) throws {
        let model = try network.load()
        var random = SplitMix64(seed: 5)
        var seen = Set<[Int]>()
        var jit = 0
        var others: Set<String> = []
        for node in model.nodes {
            let alone = try Network(alone: node, of: model)
            guard seen.insert(alone.signature).inserted else { continue }
            var inputs: [String: Tensor] = [:]
            for value in alone.inputs.map({ alone.values[$0] }) {
                let numbers = (0..<value.shape.reduce(1, *)).map { _ in Float.random(in: -3...3, using: &random) }
                inputs[value.name] = Tensor(shape: value.shape, values: numbers)
            }
            let plan = try EngineOptions.$current.withValue(Self.options(width)) {
                try Plan(alone, executor: .jit)
            }
            guard plan.executor == .jit else {
                others.insert("\(node.operation)".prefix { $0 != "(" }.description)
                continue
            }
            jit += 1
            let expected = try Session(try Plan(alone, executor: .portable)).run(inputs)
            let name = alone.values[alone.outputs[0]].name
            let (left, right) = (
                try #require(try Session(plan).run(inputs)[name]).values, try #require(expected[name]).values
            )
            // Eight roundings of the largest possible sum; the longest sums in the networks cancel far more.
            #expect(largestDifference(left, right) < 1e-6 * alone.largestSum(ofInputsUpTo: 3), "\(name)")
        }
        #expect(jit > 30)
        // A padding by itself has no kernel; in the networks it is folded into the next operator.
        #expect(others.isSubset(of: ["pad"]))
    }

    @Test(arguments: ReferenceNetwork.allCases, widths)
    func nothingBesideAValueIsTouched(network: ReferenceNetwork, width: VectorWidth) throws {
        let model = try network.load()
        let input = try #require(try network.tensors(photo: ReferenceNetwork.photos[0]).tensors["input"])
        let name = model.values[model.inputs[0]].name
        let results = try GuardPages.allCases.map { guardPages in
            try EngineOptions.$current.withValue(Self.options(width, guardPages)) {
                try Session(try Plan(model, executor: .jit), threads: 2).run([name: input])
            }
        }
        #expect(results.allSatisfy { $0 == results[0] })
    }
}

extension Network {
    /// Creates a network of a single node and the constants it needs.
    fileprivate init(alone node: Node, of network: Network) throws {
        let inputs = node.inputs.reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
        var node = node
        var constants: [String: Constant] = [:]
        switch node.operation {
        case .convolution(let convolution), .depthwiseConvolution(let convolution):
            for name in [convolution.weights, convolution.bias] { constants[name] = network.constants[name] }
        default: break
        }
        let values = (inputs + [node.output]).map { network.values[$0] }
        node.inputs = node.inputs.map { inputs.firstIndex(of: $0) ?? 0 }
        node.output = inputs.count
        try self.init(
            values: values, nodes: [node], inputs: Array(inputs.indices), outputs: [inputs.count], constants: constants,
            origin: network.origin)
    }

    /// Returns the largest possible sum of absolute products, and the bias, of the convolution; at least 10.
    fileprivate func largestSum(ofInputsUpTo limit: Float) -> Float {
        let tensors = constants.values.map(\.tensor)
        guard let weights = tensors.first(where: { $0.shape.count == 4 }),
            let bias = tensors.first(where: { $0.shape.count == 1 })
        else { return 10 }
        var sums = bias.values.map(abs)
        for (index, weight) in weights.values.enumerated() {
            // Depthwise weights have their output as the last dimension, others as the first.
            let output = weights.shape[0] == 1 ? index % sums.count : index / (weights.values.count / sums.count)
            sums[output] += limit * abs(weight)
        }
        return max(10, sums.max() ?? 0)
    }

    /// The properties that determine its code: the kind of operator, its window and the shapes.
    fileprivate var signature: [Int] {
        let shapes = values.map(\.shape) + constants.keys.sorted().compactMap { constants[$0]?.shape }
        var hasher = Hasher()
        hasher.combine("\(nodes[0].operation)".replacing(/"[^"]*"/, with: ""))
        return [hasher.finalize()] + shapes.flatMap { [$0.count] + $0 }
    }
}
