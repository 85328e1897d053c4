import PoiseInference

extension RandomNetwork {
    /// A 1x1 convolution with few nonzero weights, none at all for some outputs; includes images too small for it.
    func sparse(_ builder: inout NetworkBuilder) -> [Int] {
        let input = builder.input([
            1, random(2...40, &builder), random(2...40, &builder), random(8...200, &builder),
        ])
        return [
            builder.convolution(
                input, outputs: random(1...80, &builder), activation: activation(&builder),
                density: [0, 0.01, 0.25, 0.4][random(0...3, &builder)])
        ]
    }

    /// Sparse expansion, depthwise convolution of either stride, sparse projection, and the input added at some
    /// position.
    func sparseResidual(_ builder: inout NetworkBuilder) -> [Int] {
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

    /// A sparse feature pyramid, whose upsampling runs in blocks, and dense heads.
    func sparsePyramid(_ builder: inout NetworkBuilder) -> [Int] {
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
