import PoiseInference

/// Converts a TFLite model to a ``Network``.
///
/// Values and constants are named after their nodes (`conv12`, `conv12.weights`), numbered by kind in the order in
/// which they run. Inputs and outputs keep the names of the file.
struct NetworkConverter {
    private let model: TFLiteModel
    var constants: ConstantFolder
    private var values: [Network.Value] = []
    private var nodes: [Network.Node] = []
    /// The network's value for each tensor that is not a constant.
    private var valueOfTensor: [Int: Int] = [:]
    private var fileNames: Set<String> = []
    private var nodeCounts: [TFLiteOperator.Builtin: Int] = [:]

    init(_ model: TFLiteModel) {
        self.model = model
        constants = ConstantFolder(model)
    }

    /// Returns the network; `origin` is called only when everything else is valid.
    mutating func network(origin: () -> Network.Origin) throws(ConversionError) -> Network {
        for index in Set(model.inputs + model.outputs).sorted() {
            let tensor = try model.tensor(index)
            guard let name = tensor.name, fileNames.insert(name).inserted else { throw .name(tensor: tensor.label) }
        }
        for index in model.inputs where valueOfTensor[index] == nil {
            let tensor = try model.tensor(index)
            try addValue(for: tensor, index: index, name: tensor.name ?? tensor.label)
        }
        for source in liveOperators() { try convert(source) }

        let inputs = model.inputs.compactMap { valueOfTensor[$0] }
        var outputs: [Int] = []
        for index in model.outputs {
            guard let value = valueOfTensor[index] else { throw .outputNotMade(tensor: try model.tensor(index).label) }
            outputs.append(value)
        }
        do throws(NetworkError) {
            return try Network(
                values: values, nodes: nodes, inputs: inputs, outputs: outputs, constants: constants.constants,
                origin: origin())
        } catch {
            throw .network(error)
        }
    }

    /// Returns the operators that an output depends on.
    private func liveOperators() -> [TFLiteOperator] {
        var needed = Set(model.outputs)
        var live: [TFLiteOperator] = []
        for source in model.operators.reversed() where !needed.isDisjoint(with: source.outputs) {
            needed.formUnion(source.inputs)
            live.append(source)
        }
        return live.reversed()
    }

    private mutating func convert(_ source: TFLiteOperator) throws(ConversionError) {
        guard let builtin = TFLiteOperator.Builtin(rawValue: source.code) else { throw .unknownOperator(source.label) }
        guard source.outputs.count == 1 else {
            throw .unsupported(operator: source.label, "\(source.outputs.count) results")
        }
        let index = source.outputs[0]
        let result = try model.tensor(index)
        guard valueOfTensor[index] == nil, !constants.isWidened(index) else {
            throw .madeTwice(tensor: result.label, operator: source.label)
        }
        if builtin == .dequantize || builtin == .densify {
            try constants.widen(source, isSparse: builtin == .densify, to: index)
            return
        }
        let label = newLabel(for: builtin)
        let (operation, inputs) = try operation(builtin, of: source, result: result, label: label)
        let name = model.outputs.contains(index) ? result.name ?? label : label
        try addValue(for: result, index: index, name: name)
        nodes.append(Network.Node(operation: operation, inputs: inputs, output: values.count - 1))
    }

    private mutating func newLabel(for builtin: TFLiteOperator.Builtin) -> String {
        while true {
            nodeCounts[builtin, default: 0] += 1
            let label = "\(builtin.label)\(nodeCounts[builtin, default: 0])"
            if !fileNames.contains(label) { return label }
        }
    }

    private mutating func addValue(for tensor: TFLiteTensor, index: Int, name: String) throws(ConversionError) {
        guard tensor.kind == .float32 else { throw .type(tensor: tensor.label, type: tensor.kind.rawValue) }
        valueOfTensor[index] = values.count
        values.append(Network.Value(name: name, shape: tensor.shape))
    }

    /// Returns the value that an operator reads, by index in the network, and its shape.
    func value(_ source: TFLiteOperator, input: Int) throws(ConversionError) -> (index: Int, shape: [Int]) {
        let index = try source.tensor(input)
        guard let value = valueOfTensor[index] else {
            throw .notMade(tensor: try model.tensor(index).label, operator: source.label)
        }
        return (value, values[value].shape)
    }
}
