import Inference
import Testing
import TestSupport

/// Runs networks on both executors, with guard pages beside all values.
struct ExecutorComparison {
    /// The widths of vectors that this processor has.
    static let widths = VectorWidth.allCases.filter { $0.lanes <= Processor.current.vectorWidth?.lanes ?? 0 }

    /// Networks compared, and how many of them the assembled executor took.
    private(set) var networks = 0
    private(set) var assembled = 0
    /// The largest difference of a result, the larger of it and one being 1.
    private(set) var largestDifference: Float = 0
    /// Runs whose results were not those of the first run on one thread, to the bit.
    private(set) var unsteadyRuns = 0

    /// The share of networks that ran assembled, and did not give way to the portable executor.
    var share: Double { Double(assembled) / Double(max(networks, 1)) }

    /// Options of the engine for a comparison.
    static func options(
        _ width: VectorWidth, _ guardPages: GuardPages, _ residualFusion: ResidualFusion = .large
    ) -> EngineOptions {
        var options = EngineOptions()
        options.residualFusion = residualFusion
        options.widestVectors = width
        options.guardPages = guardPages
        return options
    }

    /// Compares the executors on random inputs, for one width of vectors.
    mutating func compare(
        _ builder: inout NetworkBuilder, outputs: [Int], width: VectorWidth, guardPages: GuardPages = .none,
        residualFusion: ResidualFusion = .large, threads: [Int] = []
    ) throws {
        let network = try builder.network(outputs: outputs)
        var inputs: [String: Tensor] = [:]
        for index in network.inputs {
            inputs[network.values[index].name] = builder.randomTensor(network.values[index].shape)
        }
        let expected = try Session(try Plan(network, executor: .portable)).run(inputs)
        try EngineOptions.$current.withValue(Self.options(width, guardPages, residualFusion)) {
            let plan = try Plan(network, executor: .assembled)
            networks += 1
            guard plan.executor == .assembled else { return }
            assembled += 1
            let session = Session(plan)
            let results = try session.run(inputs)
            #expect(results.keys == expected.keys)
            for (name, tensor) in results {
                largestDifference = max(
                    largestDifference, relativeDifference(tensor.values, try #require(expected[name]).values))
            }
            if try session.run(inputs) != results { unsteadyRuns += 1 }
            for count in threads where try Session(plan, threads: count).run(inputs) != results { unsteadyRuns += 1 }
        }
    }

    private func relativeDifference(_ left: [Float], _ right: [Float]) -> Float {
        TestSupport.largestDifference(left, right) / max(1, right.reduce(0) { max($0, abs($1)) })
    }
}
