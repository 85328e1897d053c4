import PoiseCommandSupport
import ArgumentParser
import PoiseTFLiteImport
import PoiseInference
import PoiseSupport

/// The command `poise inspect`: lists the nodes of a network.
struct InspectCommand: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Lists the nodes of a network: operator, shapes, multiply-adds, weights.",
        discussion: """
            Examples:
              poise inspect lite.safetensors
              poise inspect pose_landmarker_heavy.task
            """)

    @Argument(
        help: "A network file of Poise, a .tflite or a .task file; - for standard input.", transform: localPath)
    var file: String

    func perform() throws(Failure) {
        switch try NetworkSource(path: file).content {
        case .network(let network):
            try StandardOutput.write(description(of: network))
        case .task(let detector, let landmarks):
            try StandardOutput.write("Detector\n" + description(of: detector))
            try StandardOutput.write("\nLandmarks\n" + description(of: landmarks))
        }
    }

    private func description(of network: Network) -> String {
        var table = Table(
            header: ["value", "operator", "inputs", "output", "multiply-adds", "weights"], leftColumns: [0, 1, 2, 3])
        for node in network.nodes {
            table.add([
                network.values[node.output].name.printable, node.operation.name,
                node.inputs.map { shape(network.values[$0].shape) }.joined(separator: ", "),
                shape(network.values[node.output].shape), "\(network.multiplyAdds(of: node))",
                "\(network.weightCount(of: node))",
            ])
        }
        table.add([
            "total", "\(network.nodes.count) nodes", "", "",
            "\(network.nodes.reduce(0) { $0 + network.multiplyAdds(of: $1) })",
            "\(network.constants.values.reduce(0) { $0 + $1.shape.reduce(1, *) })",
        ])
        let origin = network.origin
        let source =
            origin.file.isEmpty ? "" : "from \(origin.file.printable), SHA-256 \(origin.sha256.printable), "
        let training = origin.training.isEmpty ? "" : "\ntraining: \(origin.training.printable)"
        let inputs = network.inputs.map { "\(network.values[$0].name.printable) \(shape(network.values[$0].shape))" }
        let outputs = network.outputs.map { "\(network.values[$0].name.printable) \(shape(network.values[$0].shape))" }
        return """
            \(source)\(origin.license.printable)\(training)
            inputs: \(inputs.joined(separator: ", "))
            outputs: \(outputs.joined(separator: ", "))
            \(table.text())
            """
    }

    private func shape(_ dimensions: [Int]) -> String { dimensions.map(String.init).joined(separator: "x") }
}
