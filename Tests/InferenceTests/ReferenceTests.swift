import PoiseInference
import PoiseTestSupport
import Testing

/// The reference operators on values worked out by hand.
@Suite struct ReferenceTests {
    /// Returns the result of an operator after its inputs and the result's shape have been checked as in a network.
    private func result(
        _ operation: Operator, _ inputs: [Tensor], shape: [Int], constants: [String: Tensor] = [:]
    ) throws -> [Float] {
        let names = inputs.indices.map { "input\($0)" }
        let network = try Network(
            values: zip(names, inputs).map { Network.Value(name: $0, shape: $1.shape) }
                + [Network.Value(name: "result", shape: shape)],
            nodes: [Network.Node(operation: operation, inputs: Array(inputs.indices), output: inputs.count)],
            inputs: Array(inputs.indices), outputs: [inputs.count],
            constants: constants.mapValues { Network.Constant(shape: $0.shape, elements: .float32($0.values)) })
        return try #require(network.evaluate(inputs)[inputs.count]).values
    }

    /// Two rows of three pixels with one channel.
    private let map = Tensor(shape: [1, 2, 3, 1], values: [1, 2, 3, 4, 5, 6])
    /// One row of two pixels with two channels.
    private let pair = Tensor(shape: [1, 1, 2, 2], values: [1, -2, 3, 4])

    @Test func convolutionsSumOverTheWindowAndTheChannels() throws {
        let convolution = Convolution(
            weights: "weights", bias: "bias", stride: Extent(height: 1, width: 2),
            padding: Padding(top: 1, right: 1), activation: .relu)
        // Two output channels; the window has two rows and two columns, and is above the image in the first row.
        let constants = [
            "weights": Tensor(shape: [2, 2, 2, 1], values: [1, 10, 100, 1000, 0, 0, -1, 1]),
            "bias": Tensor(shape: [2], values: [0.5, -0.5]),
        ]
        #expect(
            try result(.convolution(convolution), [map], shape: [1, 2, 2, 2], constants: constants) == [
                2100.5, 0.5, 300.5, 0, 5421.5, 0.5, 603.5, 0,
            ])
        let pointwise = Convolution(weights: "weights", bias: "bias", activation: .relu6)
        #expect(
            try result(
                .convolution(pointwise), [pair], shape: [1, 1, 2, 1],
                constants: [
                    "weights": Tensor(shape: [1, 1, 1, 2], values: [2, 1]), "bias": Tensor(shape: [1], values: [1]),
                ]) == [1, 6])
    }

    @Test func depthwiseConvolutionsKeepChannelsApart() throws {
        let convolution = Convolution(weights: "weights", bias: "bias")
        let constants = [
            "weights": Tensor(shape: [1, 1, 2, 2], values: [1, 10, 100, 1000]),
            "bias": Tensor(shape: [2], values: [0, 0.5]),
        ]
        #expect(
            try result(.depthwiseConvolution(convolution), [pair], shape: [1, 1, 1, 2], constants: constants) == [
                301, 3980.5,
            ])
    }

    @Test func sumsAreActivated() throws {
        #expect(try result(.add(.relu6), [pair, pair], shape: [1, 1, 2, 2]) == [2, 0, 6, 6])
        #expect(try result(.add(.none), [pair, pair], shape: [1, 1, 2, 2]) == [2, -4, 6, 8])
    }

    @Test func paddingAddsZeros() throws {
        let none = PadAmount(before: 0, after: 0)
        let amounts = [none, PadAmount(before: 1, after: 0), none, PadAmount(before: 0, after: 1)]
        #expect(try result(.pad(amounts), [pair], shape: [1, 2, 2, 3]) == [0, 0, 0, 0, 0, 0, 1, -2, 0, 3, 4, 0])
    }

    @Test func poolingIgnoresWhatIsOutside() throws {
        let pooling = Pooling(
            window: Extent(height: 2, width: 2), stride: Extent(height: 2, width: 1),
            padding: Padding(top: 1, right: 1))
        let negative = Tensor(shape: [1, 2, 3, 1], values: map.values.map { -$0 })
        #expect(try result(.maxPool(pooling), [map], shape: [1, 1, 3, 1]) == [2, 3, 3])
        #expect(try result(.maxPool(pooling), [negative], shape: [1, 1, 3, 1]) == [-1, -2, -3])
    }

    @Test func resizingSamplesAtHalfPixelCenters() throws {
        let row = Tensor(shape: [1, 1, 2, 1], values: [0, 4])
        // The centers of four pixels are at -0.25, 0.25, 0.75 and 1.25 of the two; the edges repeat.
        #expect(
            try result(.resizeBilinear(Extent(height: 1, width: 4)), [row], shape: [1, 1, 4, 1]) == [0, 1, 3, 4])
        #expect(try result(.resizeBilinear(Extent(height: 2, width: 1)), [row], shape: [1, 2, 1, 1]) == [2, 2])
    }

    @Test func channelsBecomeBlocksOfPixels() throws {
        let channels = Tensor(shape: [1, 1, 2, 4], values: [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(
            try result(.depthToSpace(block: 2), [channels], shape: [1, 2, 4, 1]) == [1, 2, 5, 6, 3, 4, 7, 8])
    }

    @Test func reshapingAndConcatenationKeepTheElements() throws {
        #expect(try result(.reshape([3, 2]), [map], shape: [3, 2]) == map.values)
        #expect(try result(.concatenation(axis: 3), [pair, pair], shape: [1, 1, 2, 4]) == [1, -2, 1, -2, 3, 4, 3, 4])
        #expect(try result(.concatenation(axis: 1), [pair, pair], shape: [1, 2, 2, 2]) == pair.values + pair.values)
    }

    /// The function is rounded once in its exponential, sum and quotient: less than four units of the last place.
    @Test func theLogisticFunctionIsThatOfTheDefinition() throws {
        let input = Tensor(shape: [1, 4], values: [0, 1, -1, 100])
        let values = try result(.logistic, [input], shape: [1, 4])
        for (value, expected) in zip(values, [0.5, 0.731_058_58, 0.268_941_42, 1] as [Float]) {
            #expect(abs(value - expected) <= 4 * expected.ulp)
        }
    }
}
