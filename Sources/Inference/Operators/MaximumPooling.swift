extension Pooling {
    func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        let input = try context.featureMap()
        // Every window has to cover a pixel, or it would have no maximum.
        guard max(padding.top, padding.bottom) < window.height, max(padding.left, padding.right) < window.width else {
            throw context.invalid("its padding is as large as its window")
        }
        return [
            1,
            try context.windowCount(
                size: input[1], before: padding.top, after: padding.bottom, window: window.height,
                stride: stride.height),
            try context.windowCount(
                size: input[2], before: padding.left, after: padding.right, window: window.width, stride: stride.width),
            input[3],
        ]
    }

    /// out[y, x, c] = the largest in[y * stride + i - top, x * stride + j - left, c] inside the image
    func evaluate(_ input: Tensor) -> Tensor {
        let (height, width, channels) = (input.shape[1], input.shape[2], input.shape[3])
        let outputHeight = (height + padding.top + padding.bottom - window.height) / stride.height + 1
        let outputWidth = (width + padding.left + padding.right - window.width) / stride.width + 1
        var result = Tensor(shape: [1, outputHeight, outputWidth, channels])
        for y in 0..<outputHeight {
            let rows = (y * stride.height - padding.top..<y * stride.height - padding.top + window.height)
                .clamped(to: 0..<height)
            for x in 0..<outputWidth {
                let columns = (x * stride.width - padding.left..<x * stride.width - padding.left + window.width)
                    .clamped(to: 0..<width)
                for channel in 0..<channels {
                    var largest = -Float.infinity
                    for row in rows {
                        for column in columns {
                            largest = max(largest, input.values[(row * width + column) * channels + channel])
                        }
                    }
                    result.values[(y * outputWidth + x) * channels + channel] = largest
                }
            }
        }
        return result
    }
}
