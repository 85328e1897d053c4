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
