import PoiseMachineCode
import PoiseInference
import Testing

/// Feature maps whose halo is never read share memory regardless of their size.
@Suite(.enabled(if: Processor.current.vectorWidth != nil, "needs generated code")) struct SharedMemoryTests {
    /// Returns maps that shrink step by step; the windows stay inside unless padding is given.
    private func network(padding: Padding = Padding()) throws -> (builder: NetworkBuilder, output: Int) {
        var builder = NetworkBuilder(seed: 3)
        let input = builder.input([1, 32, 32, 16])
        let large = builder.convolution(input, outputs: 64)
        let middle = builder.convolution(large, outputs: 64, stride: (2, 2))
        let small = builder.convolution(middle, outputs: 64, stride: (2, 2))
        let output = builder.convolution(small, outputs: 16, window: (3, 3), padding: padding)
        return (builder, output)
    }

    private func arenaByteCount(padding: Padding, width: VectorWidth) throws -> Int {
        let (builder, output) = try network(padding: padding)
        let network = try builder.network(outputs: [output])
        return try EngineOptions.$current.withValue(ExecutorComparison.options(width, .none)) {
            let plan = try Plan(network, executor: .jit)
            #expect(plan.executor == .jit)
            return plan.arenaByteCount
        }
    }

    @Test(arguments: ExecutorComparison.widths) func theThirdMapLiesInTheFirst(width: VectorWidth) throws {
        // Two rows and columns of zeros on each side.
        func elements(_ side: Int, _ channels: Int) -> Int { (side + 4) * (side + 4) * channels }
        let others = 4 * (elements(32, 16) + elements(32, 64) + elements(16, 64) + elements(6, 16))
        #expect(try arenaByteCount(padding: Padding(), width: width) == others)
        // With padding the zeros are read, and the map shares no memory.
        let one = Padding(top: 1, left: 1, bottom: 1, right: 1)
        let more = 4 * (elements(8, 64) + elements(8, 16) - elements(6, 16))
        #expect(try arenaByteCount(padding: one, width: width) == others + more)
    }

    @Test(arguments: ExecutorComparison.widths) func resultsStayRight(width: VectorWidth) throws {
        for padding in [Padding(), Padding(top: 1, left: 1, bottom: 1, right: 1)] {
            var (builder, output) = try network(padding: padding)
            var comparison = ExecutorComparison()
            try comparison.compare(&builder, outputs: [output], width: width, threads: [2])
            #expect(comparison.jit == 1 && comparison.unsteadyRuns == 0)
            #expect(comparison.largestDifference < 2e-5)
        }
    }
}
