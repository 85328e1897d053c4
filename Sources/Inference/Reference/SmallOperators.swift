import PoiseLibC

// MARK: Addition

/// The sum of two tensors of equal shape.
enum Addition {
    static func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        guard context.inputs.count == 2 else {
            throw .wrongInputCount(node: context.node, expected: 2, actual: context.inputs.count)
        }
        guard context.inputs[0] == context.inputs[1] else {
            throw .wrongShape(
                name: "the second input of \(context.node)", expected: context.inputs[0], actual: context.inputs[1])
        }
        return context.inputs[0]
    }

    static func evaluate(_ left: Tensor, _ right: Tensor, activation: Activation) -> Tensor {
        Tensor(shape: left.shape, values: zip(left.values, right.values).map { activation.apply($0 + $1) })
    }
}

// MARK: Maximum pooling

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

// MARK: Bilinear upsampling

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

// MARK: Zero padding

/// Zeros added around a tensor.
struct ZeroPadding {
    /// The amounts, one per dimension.
    let amounts: [PadAmount]

    /// The padding as that of a convolution, or `nil` unless it affects only rows and columns of a feature map.
    var spatial: Padding? {
        let none = PadAmount(before: 0, after: 0)
        guard amounts.count == 4, amounts[0] == none, amounts[3] == none else { return nil }
        return Padding(
            top: amounts[1].before, left: amounts[2].before, bottom: amounts[1].after, right: amounts[2].after)
    }

    func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        let input = try context.onlyInput()
        let limits = 0...ShapeContext.maximumParameter
        guard amounts.count == input.count else {
            throw context.invalid("it pads \(amounts.count) dimensions of a tensor that has \(input.count)")
        }
        guard amounts.allSatisfy({ limits.contains($0.before) && limits.contains($0.after) }) else {
            throw context.invalid("its padding is out of range")
        }
        return zip(input, amounts).map { $0 + $1.before + $1.after }
    }

    func evaluate(_ input: Tensor) -> Tensor {
        let shape = zip(input.shape, amounts).map { $0 + $1.before + $1.after }
        var result = Tensor(shape: shape)
        for source in input.values.indices {
            // From the flat index to the position, dimension by dimension from the last, and back with the zeros added.
            var remainder = source
            var target = 0
            var step = 1
            for dimension in input.shape.indices.reversed() {
                let position = remainder % input.shape[dimension]
                remainder /= input.shape[dimension]
                target += (position + amounts[dimension].before) * step
                step *= shape[dimension]
            }
            result.values[target] = input.values[source]
        }
        return result
    }
}

// MARK: Concatenation

/// Tensors concatenated along a dimension.
struct Concatenation {
    let axis: Int

    func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        guard let first = context.inputs.first else {
            throw .wrongInputCount(node: context.node, expected: 1, actual: 0)
        }
        guard first.indices.contains(axis) else {
            throw context.invalid("a tensor of \(first.count) dimensions has no dimension \(axis)")
        }
        var shape = first
        shape[axis] = 0
        for input in context.inputs {
            var expected = first
            if input.indices.contains(axis) { expected[axis] = input[axis] }
            guard input == expected else {
                throw .wrongShape(name: "an input of \(context.node)", expected: expected, actual: input)
            }
            shape[axis] += input[axis]  // cannot overflow: each is <= `maximumElements`, their number is bounded
        }
        return shape
    }

    func evaluate(_ inputs: [Tensor]) -> Tensor {
        var shape = inputs[0].shape
        shape[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
        let outer = shape[..<axis].reduce(1, *)
        var values: [Float] = []
        values.reserveCapacity(shape.reduce(1, *))
        for index in 0..<outer {
            for input in inputs {
                let run = input.values.count / outer
                values += input.values[index * run..<(index + 1) * run]
            }
        }
        return Tensor(shape: shape, values: values)
    }
}

// MARK: Depth to space

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

// MARK: Column gathering

/// Columns of a feature map at offsets from each column, concatenated as channels.
struct ColumnGathering {
    let offsets: [Int]

    func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        let input = try context.featureMap()
        let limits = -ShapeContext.maximumParameter...ShapeContext.maximumParameter
        guard !offsets.isEmpty, offsets.count <= ShapeContext.maximumParameter, offsets.allSatisfy(limits.contains)
        else { throw context.invalid("its offsets \(offsets) are out of range") }
        return [1, input[1], input[2], offsets.count * input[3]]
    }

    /// Returns the column at an offset from a column, the outermost one beyond the edges.
    static func column(_ x: Int, offset: Int, width: Int) -> Int { min(max(x + offset, 0), width - 1) }

    /// out[y, x, k * channels + c] = in[y, x + offsets[k], c], the column clamped to the image
    func evaluate(_ input: Tensor) -> Tensor {
        let (height, width, channels) = (input.shape[1], input.shape[2], input.shape[3])
        var values: [Float] = []
        values.reserveCapacity(input.values.count * offsets.count)
        for y in 0..<height {
            for x in 0..<width {
                for offset in offsets {
                    let pixel = y * width + Self.column(x, offset: offset, width: width)
                    values += input.values[pixel * channels..<(pixel + 1) * channels]
                }
            }
        }
        return Tensor(shape: [1, height, width, offsets.count * channels], values: values)
    }
}

// MARK: Reshape

/// The same elements under another shape.
struct Reshape {
    let target: [Int]

    func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        let input = try context.onlyInput()
        guard try Network.elementCount(name: context.node, shape: target) == input.reduce(1, *) else {
            throw context.invalid("shape \(input) cannot become \(target): the element counts differ")
        }
        return target
    }
}

// MARK: Logistic function

/// The logistic function.
enum Logistic {
    /// 1 / (1 + e^-x)
    static func value(_ x: Float) -> Float { 1 / (1 + exp(-x)) }
}
