import Foundation
import Inference
import Testing
import TestSupport

/// The assembled executor against the portable one on random networks of a few operators, for each width of vectors.
///
/// More of them: `SHAPES=20000 swift test -c release --filter RandomNetworkTests`.
@Suite(.enabled(if: Processor.current.vectorWidth != nil, "needs generated code")) struct RandomNetworkTests {
    private static let count = ProcessInfo.processInfo.environment["SHAPES"].flatMap { Int($0) }

    private static let cases = RandomNetwork.allCases.flatMap { kind in
        ExecutorComparison.widths.map { (kind, $0) }
    }

    @Test(arguments: cases) func executorsAgree(kind: RandomNetwork, width: VectorWidth) throws {
        var comparison = ExecutorComparison()
        for seed in 0..<(Self.count ?? 250) {
            var builder = NetworkBuilder(seed: UInt64(seed))
            builder.weightsAreHalf = seed % 2 == 1
            let outputs = kind.build(&builder)
            try comparison.compare(
                &builder, outputs: outputs, width: width, guardPages: GuardPages.allCases[seed % 3],
                residualFusion: seed % 4 == 0 ? .none : .all, threads: seed % 10 == 0 ? [2, 3, 4] : [])
        }
        if Self.count != nil {
            print(kind, width, "assembled: \(comparison.share)", "difference: \(comparison.largestDifference)")
        }
        // As in the tests of single kernels: sums of products, rounded in two orders.
        #expect(comparison.largestDifference < 2e-5)
        #expect(comparison.unsteadyRuns == 0)
        #expect(comparison.share > kind.expectedShare)
    }
}

/// Kinds of random networks that exercise the parts of the assembled executor.
enum RandomNetwork: CaseIterable {
    case convolution, depthwise, residual, invertedResidual, pyramid, pooledResidual, heads, mask, anything
    case sparse, sparseResidual, sparsePyramid

    /// The least share of them that the assembled executor must take itself; of random padding it takes little.
    var expectedShare: Double { self == .anything ? 0.01 : 0.99 }

    /// Puts one together, and gives its outputs.
    func build(_ builder: inout NetworkBuilder) -> [Int] {
        switch self {
        case .convolution: convolution(&builder)
        case .depthwise: depthwise(&builder)
        case .residual: residual(&builder)
        case .invertedResidual: invertedResidual(&builder)
        case .pyramid: pyramid(&builder)
        case .pooledResidual: pooledResidual(&builder)
        case .heads: heads(&builder)
        case .mask: mask(&builder)
        case .anything: anything(&builder)
        case .sparse: sparse(&builder)
        case .sparseResidual: sparseResidual(&builder)
        case .sparsePyramid: sparsePyramid(&builder)
        }
    }

    private func random(_ range: ClosedRange<Int>, _ builder: inout NetworkBuilder) -> Int {
        Int.random(in: range, using: &builder.random)
    }

    private func activation(_ builder: inout NetworkBuilder) -> Activation {
        [.none, .relu, .relu6][random(0...2, &builder)]
    }

    /// A window, a stride, and padding that keeps all windows within two pixels of the image, for an image's side.
    private func sampling(
        _ side: Int, _ window: Int, _ stride: Int, _ builder: inout NetworkBuilder
    ) -> (before: Int, after: Int) {
        let before = random(0...min(2, window - 1), &builder)
        let after = random(0...2, &builder)
        return (before, max(after, window - side - before))
    }

    private func convolved(
        _ input: Int, outputs: Int, largest: Int, isDepthwise: Bool, _ builder: inout NetworkBuilder
    ) -> Int {
        let shape = builder.shape(input)
        let window = (
            min(random(1...largest, &builder), shape[1] + 2), min(random(1...largest, &builder), shape[2] + 2)
        )
        let stride = (random(1...3, &builder), random(1...3, &builder))
        let rows = sampling(shape[1], window.0, stride.0, &builder)
        let columns = sampling(shape[2], window.1, stride.1, &builder)
        return builder.convolution(
            input, outputs: outputs, window: window, stride: stride,
            padding: Padding(top: rows.before, left: columns.before, bottom: rows.after, right: columns.after),
            activation: activation(&builder), isDepthwise: isDepthwise)
    }

    private func convolution(_ builder: inout NetworkBuilder) -> [Int] {
        let isPointwise = random(0...2, &builder) == 0
        let side = isPointwise ? 24 : 12
        let input = builder.input([
            1, random(1...side, &builder), random(1...side, &builder), random(1...(isPointwise ? 500 : 40), &builder),
        ])
        let outputs = random(1...(isPointwise ? 150 : 50), &builder)
        return [convolved(input, outputs: outputs, largest: isPointwise ? 1 : 5, isDepthwise: false, &builder)]
    }

    private func depthwise(_ builder: inout NetworkBuilder) -> [Int] {
        let input = builder.input([
            1, random(1...24, &builder), random(1...24, &builder), random(1...80, &builder),
        ])
        return [convolved(input, outputs: 0, largest: 5, isDepthwise: true, &builder)]
    }

    /// Expansion, depthwise convolution, projection, and the input added at either place.
    private func residual(_ builder: inout NetworkBuilder) -> [Int] {
        let input = builder.input([
            1, random(1...20, &builder), random(1...20, &builder), random(1...60, &builder),
        ])
        let channels = builder.shape(input)[3]
        let wide = builder.convolution(input, outputs: random(1...90, &builder), activation: activation(&builder))
        let window = [1, 3, 5][random(0...2, &builder)]
        let margin = window / 2
        let padding = Padding(top: margin, left: margin, bottom: margin, right: margin)
        let filtered = builder.convolution(
            wide, outputs: 0, window: (window, window), padding: padding, activation: activation(&builder),
            isDepthwise: true)
        let sum = builder.node(.add(activation(&builder)), [filtered, wide], shape: builder.shape(wide))
        let narrow = builder.convolution(sum, outputs: channels, activation: activation(&builder))
        let result = builder.node(.add(activation(&builder)), [narrow, input], shape: builder.shape(input))
        return random(0...1, &builder) == 0 ? [result] : [result, sum]
    }

    /// Expansion, depthwise convolution and projection, which may run as one, one behind the other; sometimes without
    /// expansion, with the input added, or with a result between them that is asked for.
    private func invertedResidual(_ builder: inout NetworkBuilder) -> [Int] {
        var value = builder.input([
            1, random(3...30, &builder), random(3...30, &builder), random(1...40, &builder),
        ])
        var outputs: [Int] = []
        for _ in 0..<random(1...2, &builder) {
            let input = value
            let hasExpansion = random(0...3, &builder) > 0
            let largest = random(0...3, &builder) == 0 ? 3 : 1
            let wide =
                hasExpansion
                ? convolved(input, outputs: random(1...120, &builder), largest: largest, isDepthwise: false, &builder)
                : input
            let filtered = convolved(wide, outputs: 0, largest: 5, isDepthwise: true, &builder)
            let outputCount = random(0...1, &builder) == 0 ? builder.shape(input)[3] : random(1...60, &builder)
            value = builder.convolution(filtered, outputs: outputCount, activation: activation(&builder))
            if builder.shape(value) == builder.shape(input) {
                value = builder.node(.add(activation(&builder)), [value, input], shape: builder.shape(input))
            }
            if random(0...7, &builder) == 0 { outputs.append(filtered) }
            if hasExpansion, random(0...7, &builder) == 0 { outputs.append(wide) }
        }
        return outputs + [value]
    }

    /// A small map convolved, enlarged and added to a convolved large one.
    private func pyramid(_ builder: inout NetworkBuilder) -> [Int] {
        let (height, width) = (random(1...8, &builder), random(1...8, &builder))
        let large = [1, height * random(1...3, &builder), width * random(1...3, &builder)]
        let small = builder.input([1, height, width, random(1...60, &builder)])
        let skip = builder.input(large + [random(1...60, &builder)])
        let channels = random(1...40, &builder)
        let enlarged = builder.node(
            .resizeBilinear(Extent(height: large[1], width: large[2])), [small],
            shape: large + [builder.shape(small)[3]])
        let top = builder.convolution(enlarged, outputs: channels, activation: activation(&builder))
        let side = builder.convolution(skip, outputs: channels, activation: activation(&builder))
        return [builder.node(.add(activation(&builder)), [side, top], shape: builder.shape(side))]
    }

    /// A block of stride 2 with the largest values of its input added.
    private func pooledResidual(_ builder: inout NetworkBuilder) -> [Int] {
        let (height, width) = (2 * random(1...10, &builder), 2 * random(1...10, &builder))
        let input = builder.input([1, height, width, random(1...60, &builder)])
        let two = Extent(height: 2, width: 2)
        let channels = builder.shape(input)[3]
        let pooled = builder.node(
            .maxPool(Pooling(window: two, stride: two, padding: Padding())), [input],
            shape: [1, height / 2, width / 2, channels])
        let filtered = builder.convolution(
            input, outputs: 0, window: (3, 3), stride: (2, 2), padding: Padding(bottom: 1, right: 1),
            activation: activation(&builder), isDepthwise: true)
        let projected = builder.convolution(filtered, outputs: channels)
        return [builder.node(.add(activation(&builder)), [projected, pooled], shape: builder.shape(pooled))]
    }

    /// Several results of one map, flattened and joined, one of them as probabilities.
    private func heads(_ builder: inout NetworkBuilder) -> [Int] {
        let input = builder.input([1, random(1...8, &builder), random(1...8, &builder), random(1...100, &builder)])
        let shape = builder.shape(input)
        let first = builder.convolution(input, outputs: random(1...30, &builder))
        let whole = builder.convolution(input, outputs: random(1...200, &builder), window: (shape[1], shape[2]))
        func flat(_ value: Int) -> Int {
            let count = builder.shape(value).reduce(1, *)
            return builder.node(.reshape([1, count]), [value], shape: [1, count])
        }
        let parts = [flat(first), flat(whole)]
        let count = parts.map { builder.shape($0)[1] }.reduce(0, +)
        let joined = builder.node(.concatenation(axis: 1), parts, shape: [1, count])
        return [whole, builder.node(.logistic, [joined], shape: [1, count]), joined]
    }

    /// A map of one channel, made of narrow ones that are enlarged, filtered and added: what runs by rows where whole
    /// vectors make a row.
    private func mask(_ builder: inout NetworkBuilder) -> [Int] {
        func narrow() -> Int { random(1...8, &builder) }
        let lanes = 8 * random(1...2, &builder)
        let (height, width) = (random(1...12, &builder), lanes * random(1...3, &builder))
        let scale = (random(1...3, &builder), random(1...3, &builder))
        let size = Extent(height: height * scale.0, width: width * scale.1)
        let low = builder.input([1, height, width, random(1...40, &builder)])
        let high = builder.input([1, size.height, size.width, random(1...40, &builder)])
        let small = builder.convolution(low, outputs: narrow(), activation: activation(&builder))
        let shape = [1, size.height, size.width, builder.shape(small)[3]]
        let skip = builder.convolution(high, outputs: shape[3])
        let enlarged = builder.node(.resizeBilinear(size), [small], shape: shape)
        var value = builder.node(.add(activation(&builder)), [enlarged, skip], shape: shape)
        var inner = [enlarged, value]
        for _ in 0..<random(0...3, &builder) {
            let window = (random(1...5, &builder), random(1...5, &builder))
            // Zeros that keep the map's size, two on each side at most.
            func before(_ window: Int) -> Int { random(max(0, window - 3)...min(2, window - 1), &builder) }
            let (top, left) = (before(window.0), before(window.1))
            let padding = Padding(
                top: top, left: left, bottom: window.0 - 1 - top, right: window.1 - 1 - left)
            let filtered = builder.convolution(
                value, outputs: narrow(), window: window, padding: padding, activation: activation(&builder),
                isDepthwise: random(0...1, &builder) == 0)
            let mixed = builder.convolution(filtered, outputs: shape[3], activation: activation(&builder))
            value = builder.node(.add(activation(&builder)), [mixed, value], shape: shape)
            inner += [filtered, value]
        }
        let margin = random(0...2, &builder)
        let mask = builder.convolution(
            value, outputs: 1, window: (2 * margin + 1, 2 * margin + 1),
            padding: Padding(top: margin, left: margin, bottom: margin, right: margin),
            activation: activation(&builder))
        // Now and then a value of the chain is asked for as well, and the chain begins behind it.
        return random(0...3, &builder) == 0 ? [mask, inner[random(0...inner.count - 1, &builder)]] : [mask]
    }

    /// A convolution that the assembled executor may not take: any padding.
    private func anything(_ builder: inout NetworkBuilder) -> [Int] {
        let window = (random(1...5, &builder), random(1...5, &builder))
        func margin() -> Int { random(0...6, &builder) }
        let padding = Padding(top: margin(), left: margin(), bottom: margin(), right: margin())
        let input = builder.input([
            1, random(5...20, &builder), random(5...20, &builder), random(1...40, &builder),
        ])
        return [
            builder.convolution(
                input, outputs: random(1...60, &builder), window: window,
                stride: (random(1...3, &builder), random(1...3, &builder)), padding: padding,
                activation: activation(&builder), isDepthwise: random(0...1, &builder) == 0)
        ]
    }

    /// A 1x1 convolution with few weights that are not zero, in some outputs none; images too small for it as well.
    private func sparse(_ builder: inout NetworkBuilder) -> [Int] {
        let input = builder.input([
            1, random(2...40, &builder), random(2...40, &builder), random(8...200, &builder),
        ])
        return [
            builder.convolution(
                input, outputs: random(1...80, &builder), activation: activation(&builder),
                density: [0, 0.01, 0.25, 0.4][random(0...3, &builder)])
        ]
    }

    /// Sparse expansion, depthwise convolution of either stride, sparse projection, and the input added at some place.
    private func sparseResidual(_ builder: inout NetworkBuilder) -> [Int] {
        let input = builder.input([
            1, random(4...40, &builder), random(4...40, &builder), random(8...60, &builder),
        ])
        let shape = builder.shape(input)
        let wide = builder.convolution(
            input, outputs: random(8...90, &builder), activation: activation(&builder), density: 0.25)
        let stride = random(1...2, &builder)
        let window = (random(1...min(5, shape[1]), &builder), random(1...min(5, shape[2]), &builder))
        let rows = sampling(shape[1], window.0, stride, &builder)
        let columns = sampling(shape[2], window.1, stride, &builder)
        var filtered = builder.convolution(
            wide, outputs: 0, window: window, stride: (stride, stride),
            padding: Padding(top: rows.before, left: columns.before, bottom: rows.after, right: columns.after),
            activation: activation(&builder), isDepthwise: true)
        if builder.shape(filtered) == builder.shape(wide), random(0...1, &builder) == 0 {
            filtered = builder.node(.add(activation(&builder)), [filtered, wide], shape: builder.shape(wide))
        }
        let narrow = builder.convolution(filtered, outputs: shape[3], density: 0.25)
        guard builder.shape(narrow) == shape else { return [narrow] }
        return [builder.node(.add(activation(&builder)), [narrow, input], shape: shape), filtered]
    }

    /// A sparse feature pyramid, whose enlargement runs in blocks, and dense heads.
    private func sparsePyramid(_ builder: inout NetworkBuilder) -> [Int] {
        let (height, width) = (random(4...10, &builder), random(4...10, &builder))
        let small = builder.input([1, height, width, random(8...60, &builder)])
        let skip = builder.input([1, 2 * height, 2 * width, random(8...60, &builder)])
        let channels = random(8...60, &builder)
        let top = builder.convolution(small, outputs: channels, activation: activation(&builder), density: 0.25)
        let enlarged = builder.node(
            .resizeBilinear(Extent(height: 2 * height, width: 2 * width)), [top],
            shape: [1, 2 * height, 2 * width, channels])
        let side = builder.convolution(skip, outputs: channels, density: 0.25)
        let sum = builder.node(.add(activation(&builder)), [side, enlarged], shape: builder.shape(side))
        let filtered = builder.convolution(
            sum, outputs: 0, window: (3, 3), padding: Padding(top: 1, left: 1, bottom: 1, right: 1),
            activation: activation(&builder), isDepthwise: true)
        let result = builder.convolution(filtered, outputs: channels, density: 0.25)
        return [builder.convolution(result, outputs: random(1...20, &builder)), sum]
    }
}
