/// A unit of execution: an operator with everything fused into it that can be done while its results are in the cache.
struct Step: Sendable, Equatable {
    /// The operator. The activation of a convolution or addition is moved to ``epilogue``.
    var operation: Operator
    /// The values that the step reads, by index in ``Graph/shapes``.
    var inputs: [Int]
    /// The value that the step computes.
    var output: Int
    /// The operations on each result before it is stored.
    var epilogue: Epilogue

    /// All values that the step reads, including the addend.
    var reads: [Int] { inputs + (epilogue.addend.map { [$0] } ?? []) }
}

/// The operations on each result x of an operator: `last(first(x) + addend)`.
struct Epilogue: Sendable, Equatable {
    /// The activation applied to the operator's result.
    var first = Activation.none
    /// A value of the output's shape to add: a residual connection or a skip connection of a feature pyramid.
    var addend: Int?
    /// The activation applied to the sum.
    var last = Activation.none
}

/// The steps that compute the requested outputs, in an order in which they can run.
struct Graph: Sendable, Equatable {
    /// Shapes of the values, by index; the network's own values come first.
    var shapes: [[Int]]
    /// The steps, in order.
    var steps: [Step]
    /// Indices of the values given from outside.
    let inputs: [Int]
    /// Indices of the requested values.
    let outputs: [Int]
    /// Weights and biases by name.
    let constants: [String: Network.Constant]

    /// Whether a value is a feature map, `[1, height, width, channels]`.
    func isFeatureMap(_ value: Int) -> Bool { shapes[value].count == 4 && shapes[value][0] == 1 }
}
