/// One thing that runs: an operator with everything folded into it that can be done on its results while they are hot.
struct Step: Sendable, Equatable {
    /// What is computed. The activation of a convolution or addition is moved to ``epilogue``.
    var operation: Operator
    /// The values it reads, by index in ``Graph/shapes``.
    var inputs: [Int]
    /// The value it makes.
    var output: Int
    /// What happens to each result before it is stored.
    var epilogue: Epilogue

    /// All values it reads.
    var reads: [Int] { inputs + (epilogue.addend.map { [$0] } ?? []) }
}

/// What happens to each result x of an operator: `last(first(x) + addend)`.
struct Epilogue: Sendable, Equatable {
    /// Applied to the operator's result.
    var first = Activation.none
    /// A value of the output's shape that is added: a residual connection, or a skip of a feature pyramid.
    var addend: Int?
    /// Applied to the sum.
    var last = Activation.none
}

/// The steps that make the requested outputs, in an order in which they can run.
struct Graph: Sendable, Equatable {
    /// Shapes of the values that flow, by index; the first ones are the network's.
    var shapes: [[Int]]
    /// What runs.
    var steps: [Step]
    /// The values given from outside.
    let inputs: [Int]
    /// The values asked for.
    let outputs: [Int]
    /// Weights and biases by name.
    let constants: [String: Network.Constant]
}
