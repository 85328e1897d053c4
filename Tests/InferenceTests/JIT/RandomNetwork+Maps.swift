import PoiseInference

extension RandomNetwork {
    /// A small map convolved, upsampled and added to a convolved large one.
    func pyramid(_ builder: inout NetworkBuilder) -> [Int] {
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

    /// Several results of one map, flattened and concatenated, one of them as probabilities.
    func heads(_ builder: inout NetworkBuilder) -> [Int] {
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

    /// A map of one channel, computed from narrow maps that are upsampled, filtered and added: a line-buffered chain
    /// where whole vectors make a row.
    func mask(_ builder: inout NetworkBuilder) -> [Int] {
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
            // Zeros that keep the size of the map, at most two on each side.
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
        // Sometimes a value of the chain is also requested, and the chain begins after it.
        return random(0...3, &builder) == 0 ? [mask, inner[random(0...inner.count - 1, &builder)]] : [mask]
    }
}
