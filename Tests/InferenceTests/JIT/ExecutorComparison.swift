import PoiseMachineCode
import PoiseInference
import Testing
import PoiseTestSupport

/// Runs networks on both executors, with guard pages next to all values.
struct ExecutorComparison {
    /// The vector widths that this processor supports.
    static let widths = VectorWidth.allCases.filter { $0.lanes <= Processor.current.vectorWidth?.lanes ?? 0 }

    /// Number of networks compared, and of those that the JIT executor ran.
    private(set) var networks = 0
    private(set) var jit = 0
    /// Number of networks of which both executors ran steps.
    private(set) var mixed = 0
    /// The largest difference of a result, relative to the larger of the result and one.
    private(set) var largestDifference: Float = 0
    /// Number of runs whose results were not bit-identical to those of the first run on one thread.
    private(set) var unsteadyRuns = 0

    /// The fraction of networks of which the JIT executor ran steps.
    var share: Double { Double(jit) / Double(max(networks, 1)) }

    /// Returns the options of the engine for a comparison.
    static func options(
        _ width: VectorWidth, _ guardPages: GuardPages, _ residualFusion: ResidualFusion = .large
    ) -> EngineOptions {
        var options = EngineOptions()
        options.residualFusion = residualFusion
        options.maxVectorWidth = width
        options.guardPages = guardPages
        return options
    }

    /// Compares the executors on random inputs, for one vector width.
    mutating func compare(
        _ builder: inout NetworkBuilder, outputs: [Int], width: VectorWidth, guardPages: GuardPages = .none,
        residualFusion: ResidualFusion = .large, portableSteps: Set<Int> = [], threads: [Int] = []
    ) throws {
        let network = try builder.network(outputs: outputs)
        var inputs: [String: Tensor] = [:]
        for index in network.inputs {
            inputs[network.values[index].name] = builder.randomTensor(network.values[index].shape)
        }
        let expected = try Session(try Plan(network, executor: .portable)).run(inputs)
        var options = Self.options(width, guardPages, residualFusion)
        options.portableSteps = portableSteps
        try EngineOptions.$current.withValue(options) {
            let plan = try Plan(network, executor: .jit)
            networks += 1
            #expect(plan.stepCount(on: .jit) + plan.stepCount(on: .portable) == plan.stepCount)
            #expect(plan.stepCount(on: .portable) >= portableSteps.count)
            #expect((plan.executor == .jit) == (plan.stepCount(on: .jit) > 0))
            guard plan.executor == .jit else { return }
            jit += 1
            if plan.stepCount(on: .portable) > 0 { mixed += 1 }
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
        PoiseTestSupport.largestDifference(left, right) / max(1, right.reduce(0) { max($0, abs($1)) })
    }
}
