import PoiseInference
import Testing
import PoiseTestSupport

/// The kernels of both executors, with both matrix multiplications of the portable one, against the reference
/// operators, on random shapes.
@Suite struct KernelTests {
    /// Runs a network with the executor and with the reference operators; returns the largest difference over all
    /// outputs.
    private func difference(_ builder: inout NetworkBuilder, outputs: [Int], threads: Int = 1) throws -> Float {
        let network = try builder.network(outputs: outputs)
        let inputs = network.inputs.map { builder.randomTensor(network.values[$0].shape) }
        let expected = network.evaluate(inputs)
        let named = Dictionary(
            uniqueKeysWithValues: zip(network.inputs, inputs).map { (network.values[$0].name, $1) })
        var largest: Float = 0
        for (executor, multiplier) in Self.ways {
            var options = EngineOptions.current
            options.multiplier = multiplier
            let plan = try EngineOptions.$current.withValue(options) { try Plan(network, executor: executor) }
            let session = Session(plan, threads: threads)
            for (name, tensor) in try session.run(named) {
                let value = try #require(network.values.firstIndex { $0.name == name })
                largest = max(largest, largestDifference(tensor.values, try #require(expected[value]).values))
            }
        }
        return largest
    }

    private static let ways: [(Executor, MatrixProduct.Multiplier)] = [
        (.jit, .openBLAS), (.portable, .openBLAS), (.portable, .swift),
    ]

    /// Sums of n products of values below 3 and 1/sqrt(n): rounding stays below 2^-23 * 3 * sqrt(n) * a few.
    private static let tolerance: Float = 2e-5

    @Test(arguments: 0..<300) func randomConvolution(seed: Int) throws {
        var builder = NetworkBuilder(seed: UInt64(seed))
        func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &builder.random) }
        let window = (random(1...5), random(1...5))
        let padding = Padding(top: random(0...6), left: random(0...6), bottom: random(0...6), right: random(0...6))
        let shape = [1, random(5...20), random(5...20), random(1...70)]
        let input = builder.input(shape)
        let output = builder.convolution(
            input, outputs: random(1...160), window: window, stride: (random(1...3), random(1...3)), padding: padding,
            activation: [.none, .relu, .relu6][seed % 3], isDepthwise: seed % 2 == 0)
        #expect(try difference(&builder, outputs: [output], threads: 1 + seed % 3) < Self.tolerance)
    }

    @Test(arguments: 0..<60) func pointwiseConvolutionWithResidual(seed: Int) throws {
        var builder = NetworkBuilder(seed: UInt64(seed))
        let side = [1, 2, 4, 7, 16, 40][seed % 6]
        let channels = Int.random(in: 1...130, using: &builder.random)
        let input = builder.input([1, side, side, channels])
        let middle = builder.convolution(input, outputs: 48, activation: .relu6)
        let projected = builder.convolution(middle, outputs: channels, activation: seed % 2 == 0 ? .none : .relu)
        let sum = builder.node(.add(seed % 3 == 0 ? .relu6 : .none), [input, projected], shape: builder.shape(input))
        #expect(try difference(&builder, outputs: [sum]) < Self.tolerance)
    }

    /// More columns than are computed at once, more channels than one block, sums, windows of all widths.
    @Test(arguments: 0..<60) func depthwiseConvolutionOfWideImages(seed: Int) throws {
        var builder = NetworkBuilder(seed: UInt64(seed))
        func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &builder.random) }
        let input = builder.input([1, random(1...24), random(30...260), random(1...36)])
        let (height, width) = (random(1...7), [3, 5, random(1...7)][seed % 3])
        let stride = (random(1...2), random(1...2))
        let padding = Padding(top: 3, left: random(0...3), bottom: 3, right: random(0...3))
        let convolved = (0..<1 + seed % 2).map { _ in
            builder.convolution(
                input, outputs: builder.shape(input)[3], window: (height, width), stride: stride, padding: padding,
                activation: [.none, .relu, .relu6][seed / 2 % 3], isDepthwise: true)
        }
        // One of the two becomes an addend of the other.
        let output =
            seed % 2 == 0 ? convolved[0] : builder.node(.add(.relu), convolved, shape: builder.shape(convolved[0]))
        #expect(try difference(&builder, outputs: [output], threads: 2) < Self.tolerance)
    }

    /// Products that are tiled in both directions, with remainders.
    @Test(arguments: 0..<40) func pointwiseConvolutionInTiles(seed: Int) throws {
        var builder = NetworkBuilder(seed: UInt64(seed))
        func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &builder.random) }
        let input = builder.input([1, random(1...30), random(1...30), random(1...400)])
        let output = builder.convolution(input, outputs: random(1...400), activation: [.none, .relu6][seed % 2])
        #expect(try difference(&builder, outputs: [output], threads: 2) < Self.tolerance)
    }

    @Test(arguments: 0..<40) func resizingAndPyramids(seed: Int) throws {
        var builder = NetworkBuilder(seed: UInt64(seed))
        let (height, width) = (1 + seed % 5, 2 + seed % 7)
        let channels = 1 + seed * 3 % 37
        let input = builder.input([1, height, width, channels])
        let skip = builder.input([1, 2 * height, 2 * width, 24])
        let target = Extent(height: 2 * height, width: 2 * width)
        let enlarged = builder.node(.resizeBilinear(target), [input], shape: [1, 2 * height, 2 * width, channels])
        let convolved = builder.convolution(enlarged, outputs: 24, activation: .relu6)
        let side = builder.convolution(skip, outputs: 24, activation: .relu6)
        let sum = builder.node(.add(.none), [side, convolved], shape: builder.shape(skip))
        let shrunk = builder.node(
            .resizeBilinear(Extent(height: 1, width: 3)), [sum], shape: [1, 1, 3, 24])
        #expect(
            try difference(&builder, outputs: seed % 2 == 0 ? [sum, shrunk] : [sum, shrunk, enlarged]) < Self.tolerance)
    }

    /// A convolution exchanged with an upsampling becomes an upsampling itself, but with an activation that does not
    /// commute.
    @Test func convolutionsAfterAnExchangedEnlargement() throws {
        var builder = NetworkBuilder(seed: 12)
        let input = builder.input([1, 5, 4, 24])
        let target = Extent(height: 10, width: 8)
        let enlarged = builder.node(.resizeBilinear(target), [input], shape: [1, 10, 8, 24])
        let first = builder.convolution(enlarged, outputs: 16, activation: .relu6)
        let second = builder.convolution(first, outputs: 8, activation: .relu)
        let third = builder.convolution(second, outputs: 8)
        #expect(try difference(&builder, outputs: [third]) < Self.tolerance)
    }

    @Test func everyOtherOperator() throws {
        var builder = NetworkBuilder(seed: 1)
        let input = builder.input([1, 6, 8, 16])
        let padded = builder.node(
            .pad([
                PadAmount(before: 0, after: 0), PadAmount(before: 1, after: 2), PadAmount(before: 3, after: 0),
                PadAmount(before: 2, after: 6),
            ]), [input], shape: [1, 9, 11, 24])
        let pooled = builder.node(
            .maxPool(
                Pooling(
                    window: Extent(height: 3, width: 2), stride: Extent(height: 2, width: 2),
                    padding: Padding(top: 1, right: 1))), [input], shape: [1, 3, 4, 16])
        let blocks = builder.node(.depthToSpace(block: 2), [input], shape: [1, 12, 16, 4])
        let columns = builder.node(.gatherColumns(offsets: [-3, 20, 0]), [input], shape: [1, 6, 8, 48])
        let flat = builder.node(.reshape([1, 768]), [blocks], shape: [1, 768])
        let probabilities = builder.node(.logistic, [flat], shape: [1, 768])
        let joined = builder.node(.concatenation(axis: 2), [input, input], shape: [1, 6, 16, 16])
        let doubled = builder.node(.add(.relu), [joined, joined], shape: [1, 6, 16, 16])
        let outputs = [padded, pooled, blocks, probabilities, doubled, columns]
        #expect(try difference(&builder, outputs: outputs) < 1e-6)
    }

    /// Tensors of four dimensions that are no feature maps, as their first dimension is not 1.
    @Test func severalMapsInOneTensor() throws {
        var builder = NetworkBuilder(seed: 6)
        let input = builder.input([1, 4, 6, 5])
        let joined = builder.node(.concatenation(axis: 0), [input, input, input], shape: [3, 4, 6, 5])
        let folded = builder.node(.reshape([2, 6, 6, 5]), [joined], shape: [2, 6, 6, 5])
        let doubled = builder.node(.add(.relu), [folded, folded], shape: [2, 6, 6, 5])
        let map = builder.node(.reshape([1, 12, 6, 5]), [doubled], shape: [1, 12, 6, 5])
        let convolved = builder.convolution(map, outputs: 7, window: (3, 3))
        let outputs = [joined, folded, doubled, convolved]
        #expect(try difference(&builder, outputs: outputs) < Self.tolerance)
    }

    @Test func paddingIsFoldedIntoConvolutions() throws {
        var builder = NetworkBuilder(seed: 2)
        let input = builder.input([1, 10, 12, 24])
        let none = PadAmount(before: 0, after: 0)
        let padded = builder.node(
            .pad([none, PadAmount(before: 1, after: 2), PadAmount(before: 0, after: 3), none]), [input],
            shape: [1, 13, 15, 24])
        let depthwise = builder.convolution(padded, outputs: 24, window: (3, 3), stride: (2, 2), isDepthwise: true)
        let full = builder.convolution(padded, outputs: 8, window: (3, 3), activation: .relu)
        let plan = try Plan(try builder.network(outputs: [depthwise, full]))
        #expect(plan.stepCount == 2)
        #expect(try difference(&builder, outputs: [depthwise, full]) < Self.tolerance)
    }

    @Test func onlyWhatIsAskedForRuns() throws {
        var builder = NetworkBuilder(seed: 3)
        let input = builder.input([1, 4, 4, 8])
        let first = builder.convolution(input, outputs: 8)
        let second = builder.convolution(first, outputs: 8)
        let network = try builder.network(outputs: [first, second])
        #expect(try Plan(network).stepCount == 2)
        #expect(try Plan(network, outputs: ["value1"]).stepCount == 1)
        #expect(throws: NetworkError.noSuchOutput("value9")) { try Plan(network, outputs: ["value9"]) }
    }

    @Test(arguments: Executor.allCases) func resultsDoNotDependOnTheNumberOfThreads(executor: Executor) throws {
        var builder = NetworkBuilder(seed: 4)
        let input = builder.input([1, 64, 64, 16])
        var value = builder.convolution(input, outputs: 96, activation: .relu6)
        value = builder.convolution(
            value, outputs: 96, window: (3, 3), padding: Padding(top: 1, left: 1, bottom: 1, right: 1),
            activation: .relu6, isDepthwise: true)
        value = builder.convolution(value, outputs: 24)
        let plan = try Plan(try builder.network(outputs: [value]), executor: executor)
        let tensor = builder.randomTensor([1, 64, 64, 16])
        let alone = try Session(plan, threads: 1).run(["input0": tensor])
        for threads in [2, 3, 7] {
            let session = Session(plan, threads: threads)
            for _ in 0..<20 { #expect(try session.run(["input0": tensor]) == alone) }
        }
    }
}
