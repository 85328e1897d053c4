/// Channels rearranged into blocks of pixels.
struct DepthToSpace {
    let block: Int

    func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        let input = try context.featureMap()
        guard (1...ShapeContext.maximumParameter).contains(block), input[3] % (block * block) == 0 else {
            throw context.invalid("\(input[3]) channels do not divide into blocks of \(block) x \(block)")
        }
        return [1, input[1] * block, input[2] * block, input[3] / (block * block)]
    }

    /// out[y * block + i, x * block + j, c] = in[y, x, (i * block + j) * channels + c]
    func evaluate(_ input: Tensor) -> Tensor {
        let (height, width, depth) = (input.shape[1], input.shape[2], input.shape[3])
        let channels = depth / (block * block)
        var result = Tensor(shape: [1, height * block, width * block, channels])
        for y in 0..<height * block {
            for x in 0..<width * block {
                let source = ((y / block) * width + x / block) * depth + ((y % block) * block + x % block) * channels
                let target = (y * width * block + x) * channels
                for channel in 0..<channels {
                    result.values[target + channel] = input.values[source + channel]
                }
            }
        }
        return result
    }
}
