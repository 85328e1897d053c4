import PoiseMachineCode
import PoiseInference
import Testing
import PoiseTestSupport

/// Valid networks with sizes for which no code can be generated: the portable executor runs them.
@Suite(.enabled(if: Processor.current.vectorWidth != nil, "needs generated code")) struct HostileSizeTests {
    private func expectPortable(
        _ builder: NetworkBuilder, output: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let network = try builder.network(outputs: [output])
        for width in ExecutorComparison.widths {
            let plan = try EngineOptions.$current.withValue(ExecutorComparison.options(width, .none)) {
                try Plan(network, executor: .jit)
            }
            #expect(plan.executor == .portable, sourceLocation: sourceLocation)
        }
    }

    /// Adjacent output rows are 2^12 * 2^18 * 8 elements apart, more than a displacement can hold.
    @Test(arguments: [false, true]) func hugeStride(isDepthwise: Bool) throws {
        var builder = NetworkBuilder(seed: 1)
        let input = builder.input([1, 1, 1 << 18, 8])
        let output = builder.convolution(
            input, outputs: 1, stride: (4096, 1), isDepthwise: isDepthwise)
        try expectPortable(builder, output: output)
    }

    /// One channel of millions of pixels takes up to eight times the memory in blocks.
    @Test func hugeImage() throws {
        var builder = NetworkBuilder(seed: 1)
        let input = builder.input([1, 1 << 11, 1 << 13, 1])
        let output = builder.convolution(
            input, outputs: 1, window: (3, 3), padding: Padding(top: 1, left: 1, bottom: 1, right: 1),
            isDepthwise: true)
        try expectPortable(builder, output: output)
    }

    @Test func paddingBeyondTheHalo() throws {
        var builder = NetworkBuilder(seed: 1)
        let input = builder.input([1, 8, 8, 8])
        let output = builder.convolution(
            input, outputs: 8, window: (7, 1), padding: Padding(top: 3, bottom: 3))
        try expectPortable(builder, output: output)
    }

    /// A window of 1024 pixels by 16 channels and more would become hundreds of thousands of instructions.
    @Test func endlessCode() throws {
        var builder = NetworkBuilder(seed: 1)
        let input = builder.input([1, 32, 32, 17])
        let output = builder.convolution(input, outputs: 24, window: (32, 32))
        try expectPortable(builder, output: output)
    }
}
