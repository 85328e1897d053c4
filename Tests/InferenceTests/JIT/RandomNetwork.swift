import PoiseInference

/// Kinds of random networks that exercise the parts of the JIT executor.
enum RandomNetwork: CaseIterable {
    case convolution, depthwise, residual, invertedResidual, pyramid, pooledResidual, heads, mask, anything
    case sparse, sparseResidual, sparsePyramid, mixed

    /// The minimum fraction of networks that the JIT executor must run itself; with random padding it runs few.
    var expectedShare: Double { self == .anything ? 0.01 : 0.99 }

    /// Builds a network and returns its outputs.
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
        case .mixed: mixed(&builder)
        }
    }

    func random(_ range: ClosedRange<Int>, _ builder: inout NetworkBuilder) -> Int {
        Int.random(in: range, using: &builder.random)
    }

    func activation(_ builder: inout NetworkBuilder) -> Activation {
        [.none, .relu, .relu6][random(0...2, &builder)]
    }

    /// Returns a window, a stride, and padding that keeps all windows within two pixels of the image, for one side of
    /// the image.
    func sampling(
        _ side: Int, _ window: Int, _ stride: Int, _ builder: inout NetworkBuilder
    ) -> (before: Int, after: Int) {
        let before = random(0...min(2, window - 1), &builder)
        let after = random(0...2, &builder)
        return (before, max(after, window - side - before))
    }

    func convolved(
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

    func convolution(_ builder: inout NetworkBuilder) -> [Int] {
        let isPointwise = random(0...2, &builder) == 0
        let side = isPointwise ? 24 : 12
        let input = builder.input([
            1, random(1...side, &builder), random(1...side, &builder), random(1...(isPointwise ? 500 : 40), &builder),
        ])
        let outputs = random(1...(isPointwise ? 150 : 50), &builder)
        return [convolved(input, outputs: outputs, largest: isPointwise ? 1 : 5, isDepthwise: false, &builder)]
    }

    func depthwise(_ builder: inout NetworkBuilder) -> [Int] {
        let input = builder.input([
            1, random(1...24, &builder), random(1...24, &builder), random(1...80, &builder),
        ])
        return [convolved(input, outputs: 0, largest: 5, isDepthwise: true, &builder)]
    }

    /// A convolution that the JIT executor may not support: any padding.
    func anything(_ builder: inout NetworkBuilder) -> [Int] {
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
}
