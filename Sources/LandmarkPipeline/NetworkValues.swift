import PoiseInference

/// Finds values of a network by their names and shapes.
struct NetworkValues {
    private let network: Network
    /// What errors call the network.
    private let kind: String

    init(_ network: Network, of kind: String) {
        self.network = network
        self.kind = kind
    }

    /// Returns the name of the only input, which must have a shape.
    func input(_ shape: [Int]) throws(PipelineError) -> String {
        guard network.inputs.count == 1, network.values[network.inputs[0]].shape == shape else {
            throw .missing(kind: kind, value: "an input of shape \(shape)")
        }
        return network.values[network.inputs[0]].name
    }

    /// Returns the name of the output that has a name and a shape. A network that was converted under other names has the only
    /// output of that shape.
    func output(_ name: String, _ shape: [Int]) throws(PipelineError) -> String {
        let outputs = network.outputs.map { network.values[$0] }.filter { $0.shape == shape }
        if outputs.contains(where: { $0.name == name }) { return name }
        guard outputs.count == 1 else {
            let value = outputs.isEmpty ? "an output of shape \(shape)" : "an output \(name) of shape \(shape)"
            throw .missing(kind: kind, value: value)
        }
        return outputs[0].name
    }
}

/// An error of a network that a pipeline is to run.
package enum PipelineError: Error, Equatable, Sendable {
    /// The network lacks a value of the specification.
    case missing(kind: String, value: String)
    /// The network cannot be run.
    case unusable(NetworkError)
}
