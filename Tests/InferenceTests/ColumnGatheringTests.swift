import PoiseInference
import Testing

/// Gathered columns: the definition, what it refuses, and the convolution that it makes.
@Suite struct ColumnGatheringTests {
    private func network(_ offsets: [Int], shape: [Int], output: [Int]) throws -> Network {
        try Network(
            values: [Network.Value(name: "in", shape: shape), Network.Value(name: "out", shape: output)],
            nodes: [Network.Node(operation: .gatherColumns(offsets: offsets), inputs: [0], output: 1)], inputs: [0],
            outputs: [1], constants: [:])
    }

    /// Two rows of three columns of two channels; the outermost columns are repeated.
    @Test func columnsAreConcatenatedAsChannels() throws {
        let network = try network([-1, 2], shape: [1, 2, 3, 2], output: [1, 2, 3, 4])
        let input = Tensor(shape: [1, 2, 3, 2], values: (1...12).map(Float.init))
        let output = try #require(network.evaluate([input])[1])
        #expect(
            output.values == [
                1, 2, 5, 6, 1, 2, 5, 6, 3, 4, 5, 6,
                7, 8, 11, 12, 7, 8, 11, 12, 9, 10, 11, 12,
            ])
    }

    @Test(arguments: [[], [5000], [-5000, 0]]) func offsetsOutOfRangeAreRefused(offsets: [Int]) {
        #expect(throws: NetworkError.self) {
            try network(offsets, shape: [1, 1, 3, 2], output: [1, 1, 3, 2 * max(1, offsets.count)])
        }
    }

    @Test func onlyFeatureMapsHaveColumns() {
        #expect(throws: NetworkError.self) { try network([0], shape: [3, 2], output: [3, 2]) }
    }

    /// Followed by a 1x1 convolution it is a dilated convolution over time with repeated edges.
    @Test(arguments: Executor.allCases, [[-9, 0, 9], [-2, -1, 0]])
    func dilatedConvolution(executor: Executor, offsets: [Int]) throws {
        let (frames, channels, outputs) = (20, 7, 5)
        var builder = NetworkBuilder(seed: 31)
        let input = builder.input([1, 1, frames, channels])
        let gathered = builder.node(
            .gatherColumns(offsets: offsets), [input], shape: [1, 1, frames, channels * offsets.count])
        let result = builder.convolution(gathered, outputs: outputs, activation: .relu)
        let tensor = builder.randomTensor([1, 1, frames, channels])
        let network = try builder.network(outputs: [result])
        let weights = try #require(network.constants["convolution1.weights"]).tensor.values
        let bias = try #require(network.constants["convolution1.bias"]).tensor.values
        let output = try Session(Plan(network, executor: executor)).run(["input0": tensor])["value2"]
        let values = try #require(output).values
        for frame in 0..<frames {
            for channel in 0..<outputs {
                var sum = bias[channel]
                for (tap, offset) in offsets.enumerated() {
                    let source = min(max(frame + offset, 0), frames - 1)
                    for index in 0..<channels {
                        sum +=
                            tensor.values[source * channels + index]
                            * weights[(channel * offsets.count + tap) * channels + index]
                    }
                }
                #expect(abs(values[frame * outputs + channel] - max(0, sum)) < 1e-4)
            }
        }
    }

    /// A network for another number of frames computes the same for the frames that they share.
    @Test func networksAreReshaped() throws {
        var builder = NetworkBuilder(seed: 32)
        let input = builder.input([1, 1, 4, 3])
        let gathered = builder.node(.gatherColumns(offsets: [-1, 0]), [input], shape: [1, 1, 4, 6])
        let result = builder.convolution(gathered, outputs: 2)
        let network = try builder.network(outputs: [result])
        let longer = try network.reshaped(["input0": [1, 1, 9, 3]])
        #expect(longer.values.map(\.shape) == [[1, 1, 9, 3], [1, 1, 9, 6], [1, 1, 9, 2]])
        let tensor = builder.randomTensor([1, 1, 9, 3])
        let short = Tensor(shape: [1, 1, 4, 3], values: Array(tensor.values[..<12]))
        let first = try #require(network.evaluate([short])[2])
        let second = try #require(longer.evaluate([tensor])[2])
        #expect(first.values == Array(second.values[..<8]))
        #expect(throws: NetworkError.self) { try network.reshaped(["input0": [1, 1, 9, 4]]) }
    }
}
