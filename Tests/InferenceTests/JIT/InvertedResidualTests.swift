import PoiseMachineCode
import PoiseInference
import Testing
import PoiseTestSupport

/// Steps that run as one kernel, and steps that must not.
@Suite(.enabled(if: Processor.current.vectorWidth != nil, "needs generated code")) struct InvertedResidualTests {
    /// A block as in the networks: the kind of its filter, and the requested values.
    private struct Block {
        var window = 3
        var stride = 1
        var height = 40
        var asksForExpanded = false
        var asksForFiltered = false

        func build() -> (builder: NetworkBuilder, outputs: [Int]) {
            var builder = NetworkBuilder(seed: 3)
            builder.weightsAreHalf = height % 2 == 1
            let input = builder.input([1, height, 21, 24])
            let expanded = builder.convolution(input, outputs: 75, activation: .relu6)
            let margin = window / 2
            let padding = Padding(top: margin, left: margin, bottom: margin, right: margin)
            let filtered = builder.convolution(
                expanded, outputs: 0, window: (window, window), stride: (stride, stride), padding: padding,
                activation: .relu6, isDepthwise: true)
            let projected = builder.convolution(filtered, outputs: 24)
            let result =
                stride == 1
                ? builder.node(.add(.none), [projected, input], shape: builder.shape(input)) : projected
            return (
                builder,
                (asksForExpanded ? [expanded] : []) + (asksForFiltered ? [filtered] : []) + [result]
            )
        }

        func session(_ fusion: ResidualFusion, _ width: VectorWidth, threads: Int = 1) throws -> Session {
            let (builder, outputs) = build()
            return try EngineOptions.$current.withValue(ExecutorComparison.options(width, .none, fusion)) {
                Session(try Plan(try builder.network(outputs: outputs), executor: .jit), threads: threads)
            }
        }

        func input() -> [String: Tensor] {
            var (builder, _) = build()
            return ["input0": builder.randomTensor([1, height, 21, 24])]
        }
    }

    @Test(arguments: [1, 3, 5], [1, 2]) func resultsAreTheSameToTheBit(window: Int, stride: Int) throws {
        for width in ExecutorComparison.widths {
            for height in [5, 9, 40] {
                let block = Block(window: window, stride: stride, height: height)
                let separate = try block.session(.none, width)
                let expected = try separate.run(block.input())
                #expect(separate.stepGroups == [[0], [1], [2]])
                for threads in 1...3 {
                    let fused = try block.session(.all, width, threads: threads)
                    #expect(fused.stepGroups == [[0, 1, 2]])
                    #expect(try fused.run(block.input()) == expected)
                    // The contents that a run leaves in scratch memory do not affect the next run.
                    #expect(try fused.run(block.input()) == expected)
                }
            }
        }
    }

    @Test func expandedValueThatIsAskedFor() throws {
        let session = try Block(asksForExpanded: true).session(.all, .eight)
        #expect(session.stepGroups == [[0], [1, 2]])
    }

    @Test func filteredValueThatIsAskedFor() throws {
        let session = try Block(asksForFiltered: true).session(.all, .eight)
        #expect(session.stepGroups == [[0], [1], [2]])
    }

    /// Small feature maps stay in the second-level cache anyway.
    @Test func smallMapsAreLeftAlone() throws {
        #expect(try Block().session(.large, .eight).stepGroups == [[0], [1], [2]])
        #expect(try Block(height: 100).session(.large, .eight).stepGroups == [[0, 1, 2]])
    }

    @Test func memoryIsSaved() throws {
        let fused = try Block().session(.all, .eight).plan.arenaByteCount
        let separate = try Block().session(.none, .eight).plan.arenaByteCount
        // The expanded map and the filtered map, of 10 blocks each.
        let hidden = 2 * 10 * 8 * (40 + 4) * (21 + 4) * MemoryLayout<Float>.stride
        #expect(separate - fused >= hidden)
    }

    /// A step that two projections read runs by itself.
    @Test func filteredValueWithTwoReaders() throws {
        var builder = NetworkBuilder(seed: 5)
        let input = builder.input([1, 9, 9, 8])
        let filtered = builder.convolution(
            input, outputs: 0, window: (3, 3), padding: Padding(top: 1, left: 1, bottom: 1, right: 1),
            isDepthwise: true)
        let outputs = [builder.convolution(filtered, outputs: 3), builder.convolution(filtered, outputs: 9)]
        let network = try builder.network(outputs: outputs)
        let plan = try EngineOptions.$current.withValue(ExecutorComparison.options(.eight, .none, .all)) {
            try Plan(network, executor: .jit)
        }
        #expect(Session(plan).stepGroups == [[0], [1], [2]])
    }
}
