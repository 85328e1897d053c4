import BlazePose
import Foundation
import Inference
import Testing
import TestSupport

/// The networks on the assembled executor: against TensorFlow Lite, node by node against the portable executor, and
/// with guard pages beside all values.
@Suite(
    .enabled(if: Reference.isAvailable, "needs the reference data"),
    .enabled(if: Processor.current.vectorWidth != nil, "needs generated code"))
struct AssembledNetworkTests {
    private static let widths = VectorWidth.allCases.filter { $0.lanes <= Processor.current.vectorWidth?.lanes ?? 0 }

    private static func options(_ width: VectorWidth, _ guardPages: GuardPages = .none) -> EngineOptions {
        var options = EngineOptions()
        options.widestVectors = width
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

    /// Kernels add in the order of XNNPACK's, which TensorFlow Lite runs on.
    @Test(arguments: photosOfLandmarkNetworks) func bitForBit(photo: Photo) throws {
        let stored = try photo.network.tensors(photo: photo.name).tensors
        let model = try photo.network.load()
        let plan = try EngineOptions.$current.withValue(Self.options(photo.width)) {
            try Plan(model, executor: .assembled)
        }
        #expect(plan.executor == .assembled)
        let input = try #require(stored["input"])
        let results = try Session(plan).run([model.values[model.inputs[0]].name: input])
        // Landmarks, mask, heatmaps, landmarks in space.
        for name in ["Identity", "Identity_2", "Identity_3", "Identity_4"] {
            let (actual, expected) = (try #require(results[name]).values, try #require(stored[name]).values)
            let differences = zip(actual, expected).count { $0.bitPattern != $1.bitPattern }
            #expect(actual.count == expected.count && differences == 0, "\(name)")
        }
    }

    /// Each node with its own weights as a network of its own, on random numbers. Equal nodes are compared once.
    @Test(arguments: ReferenceNetwork.allCases, widths)
    func nodesEqualPortableOnes(network: ReferenceNetwork, width: VectorWidth) throws {
        let model = try network.load()
        var random = SplitMix64(seed: 5)
        var seen = Set<[Int]>()
        var assembled = 0
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
                try Plan(alone, executor: .assembled)
            }
            guard plan.executor == .assembled else {
                others.insert("\(node.operation)".prefix { $0 != "(" }.description)
                continue
            }
            assembled += 1
            let expected = try Session(try Plan(alone, executor: .portable)).run(inputs)
            let name = alone.values[alone.outputs[0]].name
            let (left, right) = (
                try #require(try Session(plan).run(inputs)[name]).values, try #require(expected[name]).values
            )
            let scale = max(1, right.reduce(0) { max($0, abs($1)) })
            #expect(largestDifference(left, right) < 2e-5 * scale, "\(name)")
        }
        #expect(assembled > 30)
        // A padding by itself has no kernel; in the networks it is folded into what follows.
        #expect(others.isSubset(of: ["pad"]))
    }

    @Test(arguments: ReferenceNetwork.allCases, widths)
    func nothingBesideAValueIsTouched(network: ReferenceNetwork, width: VectorWidth) throws {
        let model = try network.load()
        let input = try #require(try network.tensors(photo: ReferenceNetwork.photos[0]).tensors["input"])
        let name = model.values[model.inputs[0]].name
        let results = try GuardPages.allCases.map { guardPages in
            try EngineOptions.$current.withValue(Self.options(width, guardPages)) {
                try Session(try Plan(model, executor: .assembled), threads: 2).run([name: input])
            }
        }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    /// All photos on both executors. At the edge of a heatmap's cell a last bit can move a landmark by more.
    @Test(arguments: [ReferenceNetwork.full, .lite]) func posesAreTheSame(model: ReferenceNetwork) throws {
        var options = EngineOptions()
        let assembled = try EngineOptions.$current.withValue(options) {
            try PoseEstimator(model: .network(model.load()))
        }
        options.executor = .portable
        let portable = try EngineOptions.$current.withValue(options) {
            try PoseEstimator(model: .network(model.load()))
        }
        var distances: [Double] = []
        // Every photo of the full model, of the lite one each fourth: the way is the same.
        let photos = try ReferencePhoto.all(model).enumerated()
            .filter { model == .full || $0.offset % 4 == 0 }.map(\.element)
        for photo in photos {
            let image = try photo.image()
            let (one, other) = (assembled.poses(in: image), portable.poses(in: image))
            #expect(one.count == other.count, "\(photo.file)")
            guard let pose = one.first, let second = other.first else { continue }
            for (landmark, expected) in zip(pose.landmarks, second.landmarks) {
                let x = landmark.position.x - expected.position.x
                let y = landmark.position.y - expected.position.y
                distances.append((x * x + y * y).squareRoot() / second.region.size)
            }
        }
        let moved = distances.count { $0 >= 2e-4 }
        print(
            "\(model): \(moved) of \(distances.count) landmarks differ by 2e-4 of the region;",
            "the most by \(distances.max() ?? .nan)")
        #expect(distances.count > (model == .full ? 1000 : 250))
        #expect(moved * 500 <= distances.count)
        #expect(distances.allSatisfy { $0 < 1e-2 })
    }
}

extension Network {
    /// One node of a network, and the constants it needs.
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

    /// What its code depends on: the kind of operator, its window and the shapes.
    fileprivate var signature: [Int] {
        let shapes = values.map(\.shape) + constants.keys.sorted().compactMap { constants[$0]?.shape }
        var hasher = Hasher()
        hasher.combine("\(nodes[0].operation)".replacing(/"[^"]*"/, with: ""))
        return [hasher.finalize()] + shapes.flatMap { [$0.count] + $0 }
    }
}
