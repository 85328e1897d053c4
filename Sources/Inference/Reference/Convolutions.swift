extension Convolution {
    /// Returns the shape of the output.
    ///
    /// Weights are `[outputs, height, width, inputs]`, or `[1, height, width, channels]` for a depthwise convolution.
    func outputShape(isDepthwise: Bool, _ context: ShapeContext) throws(NetworkError) -> [Int] {
        let input = try context.featureMap()
        let kernel = try context.constant(weights).shape
        guard kernel.count == 4 else {
            throw .wrongShape(name: weights, expected: [0, 0, 0, input[3]], actual: kernel)
        }
        let expected = [isDepthwise ? 1 : kernel[0], kernel[1], kernel[2], input[3]]
        guard kernel == expected else { throw .wrongShape(name: weights, expected: expected, actual: kernel) }

        let channels = isDepthwise ? kernel[3] : kernel[0]
        let biases = try context.constant(bias).shape
        guard biases == [channels] else { throw .wrongShape(name: bias, expected: [channels], actual: biases) }

        return [
            1,
            try context.windowCount(
                size: input[1], before: padding.top, after: padding.bottom, window: kernel[1], stride: stride.height),
            try context.windowCount(
                size: input[2], before: padding.left, after: padding.right, window: kernel[2], stride: stride.width),
            channels,
        ]
    }

    /// out[y, x, o] = activation(bias[o] + sum over i, j, c of in[y * stride + i - top, x * stride + j - left, c] w[o, i, j, c])
    func evaluate(_ input: Tensor, constants: [String: Network.Constant]) -> Tensor {
        evaluate(input, constants: constants, isDepthwise: false)
    }

    /// Computes the same for a depthwise convolution, with c = o only.
    func evaluateDepthwise(_ input: Tensor, constants: [String: Network.Constant]) -> Tensor {
        evaluate(input, constants: constants, isDepthwise: true)
    }

    private func evaluate(_ input: Tensor, constants: [String: Network.Constant], isDepthwise: Bool) -> Tensor {
        guard let kernel = constants[weights]?.tensor, let biases = constants[bias]?.tensor else {
            preconditionFailure("the network has been validated")
        }
        let (height, width, channels) = (input.shape[1], input.shape[2], input.shape[3])
        let (rows, columns) = (kernel.shape[1], kernel.shape[2])
        let outputs = isDepthwise ? channels : kernel.shape[0]
        let outputHeight = (height + padding.top + padding.bottom - rows) / stride.height + 1
        let outputWidth = (width + padding.left + padding.right - columns) / stride.width + 1
        var result = Tensor(shape: [1, outputHeight, outputWidth, outputs])

        for y in 0..<outputHeight {
            for x in 0..<outputWidth {
                for output in 0..<outputs {
                    var sum = biases.values[output]
                    for i in 0..<rows {
                        let row = y * stride.height + i - padding.top
                        guard (0..<height).contains(row) else { continue }
                        for j in 0..<columns {
                            let column = x * stride.width + j - padding.left
                            guard (0..<width).contains(column) else { continue }
                            let pixel = (row * width + column) * channels
                            if isDepthwise {
                                let weight = kernel.values[(i * columns + j) * channels + output]
                                sum += input.values[pixel + output] * weight
                            } else {
                                let first = ((output * rows + i) * columns + j) * channels
                                for channel in 0..<channels {
                                    sum += input.values[pixel + channel] * kernel.values[first + channel]
                                }
                            }
                        }
                    }
                    result.values[(y * outputWidth + x) * outputs + output] = activation.apply(sum)
                }
            }
        }
        return result
    }
}

extension Activation {
    /// Returns the activation of one value.
    @inline(__always)
    func apply(_ value: Float) -> Float {
        switch self {
        case .none: value
        case .relu: max(value, 0)
        case .relu6: min(max(value, 0), 6)
        }
    }
}
