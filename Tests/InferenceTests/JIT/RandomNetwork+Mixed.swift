import PoiseInference

extension RandomNetwork {
    /// Steps with and without generated code in turn: padding that no convolution absorbs, windows beyond the halo,
    /// gathered columns and pooling, each after a convolution, with sums across.
    func mixed(_ builder: inout NetworkBuilder) -> [Int] {
        var value = builder.input([
            1, random(4...12, &builder), random(4...12, &builder),
            [3, random(1...40, &builder)][random(0...1, &builder)],
        ])
        var outputs: [Int] = []
        for _ in 0..<random(2...4, &builder) {
            value = builder.convolution(
                value, outputs: random(1...40, &builder), activation: activation(&builder),
                density: [1, 0.25][random(0...1, &builder)])
            let skip = value
            switch random(0...4, &builder) {
            case 0: value = padded(value, &builder)
            case 4:
                let offsets = (0..<random(1...3, &builder)).map { _ in random(-9...9, &builder) }
                var shape = builder.shape(value)
                shape[3] *= offsets.count
                value = builder.node(.gatherColumns(offsets: offsets), [value], shape: shape)
            case 1, 2:
                // The size stays: padding of three rows or columns does not fit into the halo.
                value = builder.convolution(
                    value, outputs: random(1...30, &builder), window: (7, 7),
                    padding: Padding(top: 3, left: 3, bottom: 3, right: 3), activation: activation(&builder),
                    isDepthwise: random(0...1, &builder) == 0)
            default:
                let shape = builder.shape(value)
                let pooling = Pooling(
                    window: Extent(height: 2, width: 2), stride: Extent(height: 1, width: 1),
                    padding: Padding(top: 1, left: 0, bottom: 0, right: 1))
                value = builder.node(.maxPool(pooling), [value], shape: shape)
            }
            if builder.shape(value) == builder.shape(skip) {
                value = builder.node(.add(activation(&builder)), [value, skip], shape: builder.shape(value))
            }
            if random(0...3, &builder) == 0 { outputs.append(value) }
        }
        let last = padded(value, &builder)
        return outputs + [builder.convolution(last, outputs: random(1...20, &builder)), last]
    }

    /// Zeros around all dimensions of a map, its channels included.
    private func padded(_ value: Int, _ builder: inout NetworkBuilder) -> Int {
        var amounts = [PadAmount(before: 0, after: 0)]
        for least in [0, 0, 1] {
            amounts.append(PadAmount(before: random(0...2, &builder), after: random(least...3, &builder)))
        }
        return builder.node(
            .pad(amounts), [value], shape: zip(builder.shape(value), amounts).map { $0 + $1.before + $1.after })
    }
}
