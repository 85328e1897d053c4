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
