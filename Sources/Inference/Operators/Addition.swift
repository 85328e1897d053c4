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
