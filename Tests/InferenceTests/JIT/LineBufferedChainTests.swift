import PoiseMachineCode
import PoiseInference
import Testing
import PoiseTestSupport

/// Line-buffered chains at their limits: one pair of rows, long rows, many bands; and beyond.
@Suite(.enabled(if: Processor.current.vectorWidth != nil, "needs generated code")) struct LineBufferedChainTests {
    static let cases = [[2, 16], [2, 4096], [2, 4112], [4096, 16], [4098, 16], [130, 64]].flatMap { size in
        ExecutorComparison.widths.map { (size, $0) }
    }

    @Test(arguments: cases) func executorsAgree(size: [Int], width: VectorWidth) throws {
        var builder = NetworkBuilder(seed: 3)
        let input = builder.input([1, size[0], size[1], 9])
        let one = Padding(top: 1, left: 1, bottom: 1, right: 1)
        let narrow = builder.convolution(input, outputs: 5, activation: .relu)
        let filtered = builder.convolution(
            narrow, outputs: 5, window: (3, 3), padding: one, activation: .relu6, isDepthwise: true)
        let mixed = builder.convolution(filtered, outputs: 5)
        let sum = builder.node(.add(.relu6), [mixed, narrow], shape: builder.shape(narrow))
        let mask = builder.convolution(sum, outputs: 1, window: (3, 3), padding: one)
        var comparison = ExecutorComparison()
        for guardPages in [GuardPages.before, .after] {
            try comparison.compare(
                &builder, outputs: [mask], width: width, guardPages: guardPages, threads: [2, 3])
        }
        #expect(comparison.share == 1)
        // Sums of products, rounded in two different orders.
        #expect(comparison.largestDifference < 2e-5)
        #expect(comparison.unsteadyRuns == 0)
    }
}
