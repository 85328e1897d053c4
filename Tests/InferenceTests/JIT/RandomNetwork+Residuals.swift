import PoiseInference

extension RandomNetwork {
    /// Expansion, depthwise convolution, projection, and the input added at either position.
    func residual(_ builder: inout NetworkBuilder) -> [Int] {
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

    /// Consecutive expansions, depthwise convolutions and projections, which may run as one kernel; sometimes without
    /// expansion, with the input added, or with a requested result between them.
    func invertedResidual(_ builder: inout NetworkBuilder) -> [Int] {
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

    /// A block of stride 2 with the max-pooled input added.
    func pooledResidual(_ builder: inout NetworkBuilder) -> [Int] {
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
}
