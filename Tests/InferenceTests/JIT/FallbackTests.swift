import PoiseMachineCode
import PoiseInference
import Testing
import PoiseTestSupport

/// Steps without generated code run on the portable executor, all others on the JIT executor.
@Suite(.enabled(if: Processor.current.vectorWidth != nil, "needs generated code")) struct FallbackTests {
    /// Any step can fall back, alone or with its neighbors.
    @Test(arguments: RandomNetwork.allCases, ExecutorComparison.widths)
    func anyStepsOfRandomNetworks(kind: RandomNetwork, width: VectorWidth) throws {
        var comparison = ExecutorComparison()
        var severalSteps = 0
        for seed in 0..<80 {
            var builder = NetworkBuilder(seed: UInt64(seed))
            builder.weightsAreHalf = seed % 2 == 1
            let outputs = kind.build(&builder)
            let count = try Plan(try builder.network(outputs: outputs), executor: .portable).stepCount
            let steps = (0..<count).filter { _ in Int.random(in: 0..<3, using: &builder.random) == 0 }
            if count > 1 { severalSteps += 1 }
            try comparison.compare(
                &builder, outputs: outputs, width: width, guardPages: GuardPages.allCases[seed % 3],
                residualFusion: seed % 4 == 0 ? .none : .all, portableSteps: Set(steps),
                threads: seed % 10 == 0 ? [2, 3] : [])
        }
        // As in the tests of single kernels: sums of products, rounded in two different orders.
        #expect(comparison.largestDifference < 2e-5)
        #expect(comparison.unsteadyRuns == 0)
        // Of two steps, one in three falls back: four in nine networks are mixed.
        #expect(comparison.mixed >= severalSteps / 3)
    }

    /// Networks with operators that have no generated code equal the reference operators.
    @Test(arguments: ExecutorComparison.widths) func networksEqualTheReference(width: VectorWidth) throws {
        var mixed = 0
        for seed in 0..<40 {
            var builder = NetworkBuilder(seed: UInt64(seed))
            let outputs = RandomNetwork.mixed.build(&builder)
            let network = try builder.network(outputs: outputs)
            let input = builder.randomTensor(network.values[0].shape)
            let expected = network.evaluate([input])
            let plan = try plan(network, width)
            if plan.executor == .jit, plan.stepCount(on: .portable) > 0 { mixed += 1 }
            let results = try Session(plan).run([network.values[0].name: input])
            for index in network.outputs {
                let (actual, reference) = (results[network.values[index].name], expected[index])
                let largest = try #require(reference).values.reduce(1) { max($0, abs($1)) }
                let difference = largestDifference(try #require(actual).values, try #require(reference).values)
                #expect(difference < 2e-5 * largest, "\(seed)")
            }
        }
        #expect(mixed == 40)
    }

    @Test(arguments: ExecutorComparison.widths) func theStepsOfEachExecutorAreCounted(width: VectorWidth) throws {
        var builder = NetworkBuilder(seed: 1)
        let input = builder.input([1, 8, 8, 3])
        let first = builder.convolution(input, outputs: 16, activation: .relu)
        let wide = builder.convolution(
            first, outputs: 16, window: (7, 7), padding: Padding(top: 3, left: 3, bottom: 3, right: 3))
        let second = builder.convolution(wide, outputs: 4)
        let plan = try plan(try builder.network(outputs: [second]), width)
        #expect(plan.executor == .jit && plan.stepCount == 3)
        #expect(plan.stepCount(on: .jit) == 2 && plan.stepCount(on: .portable) == 1)
        #expect(Session(plan).stepGroups == [[0], [1], [2]])
        let portable = try Plan(try builder.network(outputs: [second]), executor: .portable)
        #expect(portable.stepCount(on: .jit) == 0 && portable.stepCount(on: .portable) == 3)
    }

    /// The filter of a chain has no generated code: the chain is dissolved, and only the filter falls back.
    @Test(arguments: ExecutorComparison.widths) func oneStepOfAChain(width: VectorWidth) throws {
        var builder = NetworkBuilder(seed: 2)
        let input = builder.input([1, 12, 12, 16])
        let expanded = builder.convolution(input, outputs: 32, activation: .relu6)
        let filtered = builder.convolution(
            expanded, outputs: 0, window: (7, 7), padding: Padding(top: 3, left: 3, bottom: 3, right: 3),
            isDepthwise: true)
        let projected = builder.convolution(filtered, outputs: 16)
        let plan = try plan(try builder.network(outputs: [projected]), width)
        #expect(plan.stepCount(on: .jit) == 2 && plan.stepCount(on: .portable) == 1)
        var comparison = ExecutorComparison()
        try comparison.compare(
            &builder, outputs: [projected], width: width, guardPages: .after, residualFusion: .all, threads: [2])
        #expect(comparison.mixed == 1 && comparison.unsteadyRuns == 0 && comparison.largestDifference < 2e-5)
    }

    /// Consecutive steps that fall back share the memory of two maps, beside the input, and copy nothing between them.
    @Test(arguments: ExecutorComparison.widths) func denseMapsShareMemory(width: VectorWidth) throws {
        var builder = NetworkBuilder(seed: 3)
        var value = builder.input([1, 16, 16, 16])
        for _ in 0..<5 {
            value = builder.convolution(
                value, outputs: 16, window: (7, 7), padding: Padding(top: 3, left: 3, bottom: 3, right: 3))
        }
        let last = builder.convolution(value, outputs: 16)
        let plan = try plan(try builder.network(outputs: [last]), width)
        #expect(plan.stepCount(on: .jit) == 1 && plan.stepCount(on: .portable) == 5)
        // Two rows and columns of zeros on each side of the copy that the last step reads, and of its result.
        let elements = 3 * 16 * 16 * 16 + 2 * (16 + 4) * (16 + 4) * 16
        #expect(plan.arenaByteCount == 4 * elements)
    }

    private func plan(_ network: Network, _ width: VectorWidth) throws -> Plan {
        try EngineOptions.$current.withValue(ExecutorComparison.options(width, .none, .all)) {
            try Plan(network, executor: .jit)
        }
    }
}
