/// A step of a plan as a benchmark shows it.
package struct StepDescription: Sendable {
    /// The operator and what is fused into it: `depthwise / 2 + relu6`, `convolution + sum`.
    package let name: String
    /// The operator alone, without what is fused into it.
    package let operation: Operator
    /// Shapes of the inputs, without the addend.
    package let inputs: [[Int]]
    /// Size of the kernel window, or `nil` for operators without weights.
    package let window: Extent?
    /// Shape of the output.
    package let output: [Int]
    /// Number of multiply-adds of a convolution; 0 for other operators.
    package let multiplyAdds: Int
}

extension Network {
    /// Returns the steps of a plan for some outputs, in order; for all outputs when `nil`.
    package func steps(outputs names: [String]? = nil) -> [StepDescription] {
        let selected = outputs.filter { names?.contains(values[$0].name) ?? true }
        let graph = Graph(self, outputs: selected.sorted())
        return graph.steps.map { StepDescription($0, in: graph) }
    }
}

extension StepDescription {
    init(_ step: Step, in graph: Graph) {
        operation = step.operation
        inputs = step.inputs.map { graph.shapes[$0] }
        output = graph.shapes[step.output]
        let activations = [step.epilogue.first, step.epilogue.last].map { $0 == .none ? "" : " + \($0.rawValue)" }
        name = operation.name + activations[0] + (step.epilogue.addend == nil ? "" : " + sum") + activations[1]
        let kernel: [Int]?
        switch operation {
        case .convolution(let convolution):
            kernel = graph.constants[convolution.weights]?.shape
            multiplyAdds = output.reduce(1, *) * (kernel ?? []).dropFirst().reduce(1, *)
        case .depthwiseConvolution(let convolution):
            kernel = graph.constants[convolution.weights]?.shape
            multiplyAdds = output.reduce(1, *) * (kernel ?? []).dropFirst().dropLast().reduce(1, *)
        default:
            kernel = nil
            multiplyAdds = 0
        }
        window = kernel.map { Extent(height: $0[1], width: $0[2]) }
    }
}
