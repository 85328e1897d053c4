/// Bilinear upsampling with half-pixel centers.
///
/// Output pixel i samples the input at (i + 0.5) * input / output - 0.5, clamped to the image
/// (tensorflow/lite/kernels/internal/reference/resize_bilinear.h).
struct BilinearResize {
    let target: Extent

    func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        let input = try context.featureMap()
        guard target.height > 0, target.width > 0 else {
            throw context.invalid("its size \(target.height) x \(target.width) is not positive")
        }
        return [1, target.height, target.width, input[3]]
    }

    /// The sample position of one output row or column: its two neighbors and the weight of the second.
    struct Sample {
        let first: Int
        let second: Int
        let weight: Float
    }

    /// Returns the samples along one dimension.
    static func samples(input: Int, output: Int) -> [Sample] {
        let scale = Float(input) / Float(output)
        return (0..<output).map { index in
            let position = (Float(index) + 0.5) * scale - 0.5
            let floor = position.rounded(.down)
            return Sample(
                first: min(max(Int(floor), 0), input - 1), second: min(max(Int(floor) + 1, 0), input - 1),
                weight: position - floor)
        }
    }

    func evaluate(_ input: Tensor) -> Tensor {
        let (height, width, channels) = (input.shape[1], input.shape[2], input.shape[3])
        let rows = BilinearResize.samples(input: height, output: target.height)
        let columns = BilinearResize.samples(input: width, output: target.width)
        var result = Tensor(shape: [1, target.height, target.width, channels])
        var index = 0
        for row in rows {
            for column in columns {
                for channel in 0..<channels {
                    func value(_ y: Int, _ x: Int) -> Float { input.values[(y * width + x) * channels + channel] }
                    let upper =
                        value(row.first, column.first) * (1 - column.weight)
                        + value(row.first, column.second) * column.weight
                    let lower =
                        value(row.second, column.first) * (1 - column.weight)
                        + value(row.second, column.second) * column.weight
                    result.values[index] = upper * (1 - row.weight) + lower * row.weight
                    index += 1
                }
            }
        }
        return result
    }
}
