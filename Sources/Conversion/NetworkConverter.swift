import Inference

/// Makes a ``Network`` of a TFLite model.
///
/// Half-precision and sparse constants are widened by operators in a TFLite model; here they are constants. Values and
/// constants are named after the nodes they belong to (`conv12`, `conv12.weights`), numbered by kind in the order in
/// which they run, but inputs and outputs keep the file's names.
struct NetworkConverter {
    let model: TFLiteModel
    private var values: [Network.Value] = []
    private var nodes: [Network.Node] = []
    private var constants: [String: Network.Constant] = [:]
    /// The network's value for a tensor that flows.
    private var valueOfTensor: [Int: Int] = [:]
    /// The stored constant for a tensor that is a widened one.
    private var widened: [Int: Int] = [:]
    /// The name of the network's constant for a tensor.
    private var constantOfTensor: [Int: String] = [:]
    private var takenNames: Set<String> = []
    private var nodeCounts: [TFLiteOperator.Builtin: Int] = [:]
    private var elementCount = 0

    init(_ model: TFLiteModel) {
        self.model = model
    }

    /// The network; its origin is asked for when all else is right.
    mutating func network(origin: () -> Network.Origin) throws(ConversionError) -> Network {
        for index in Set(model.inputs + model.outputs).sorted() {
            let tensor = try model.tensor(index)
            guard let name = tensor.name, takenNames.insert(name).inserted else { throw .name(tensor: tensor.label) }
        }
        for index in model.inputs where valueOfTensor[index] == nil {
            let tensor = try model.tensor(index)
            try addValue(for: tensor, index: index, name: tensor.name ?? tensor.label)
        }
        let inputs = model.inputs.compactMap { valueOfTensor[$0] }
        for source in liveOperators() { try convert(source) }

        var outputs: [Int] = []
        for index in model.outputs {
            guard let value = valueOfTensor[index] else {
                throw .notMade(tensor: try model.tensor(index).label, operator: "at the end")
            }
            outputs.append(value)
        }
        do throws(NetworkError) {
            return try Network(
                values: values, nodes: nodes, inputs: inputs, outputs: outputs, constants: constants, origin: origin())
        } catch {
            throw .network(error)
        }
    }

    /// The operators that an output depends on.
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
        guard valueOfTensor[index] == nil, widened[index] == nil else {
            throw .madeTwice(tensor: result.label, operator: source.label)
        }
        if builtin == .dequantize || builtin == .densify {
            try widen(source, to: result, index: index)
            return
        }
        let label = newLabel(for: builtin)
        let (operation, inputs) = try operation(builtin, of: source, result: result, label: label)
        let name = model.outputs.contains(index) ? result.name ?? result.label : label
        try addValue(for: result, index: index, name: name)
        nodes.append(Network.Node(operation: operation, inputs: inputs, output: values.count - 1))
    }

    private mutating func newLabel(for builtin: TFLiteOperator.Builtin) -> String {
        while true {
            nodeCounts[builtin, default: 0] += 1
            let label = "\(builtin.label)\(nodeCounts[builtin, default: 0])"
            if !takenNames.contains(label) { return label }
        }
    }

    private mutating func addValue(for tensor: TFLiteTensor, index: Int, name: String) throws(ConversionError) {
        guard tensor.kind == .float32 else { throw .type(tensor: tensor.label, type: tensor.kind.rawValue) }
        valueOfTensor[index] = values.count
        values.append(Network.Value(name: name, shape: tensor.shape))
    }

    /// Notes that a tensor is a stored constant in another form.
    private mutating func widen(
        _ source: TFLiteOperator, to result: TFLiteTensor, index: Int
    ) throws(ConversionError) {
        let (stored, tensor) = try constant(source, input: 0)
        guard TFLiteOperator.Builtin(rawValue: source.code) == .dequantize || tensor.sparsity != nil else {
            throw .unsupported(operator: source.label, "a dense constant")
        }
        guard tensor.shape == result.shape else {
            throw .unsupported(operator: source.label, "shapes \(tensor.shape) and \(result.shape)")
        }
        widened[index] = stored
    }
}

// What operators read.
extension NetworkConverter {
    /// The value that an operator reads, by index in the network, and its shape.
    func value(_ source: TFLiteOperator, input: Int) throws(ConversionError) -> (index: Int, shape: [Int]) {
        let index = try tensorIndex(source, input: input)
        guard let value = valueOfTensor[index] else {
            throw .notMade(tensor: try model.tensor(index).label, operator: source.label)
        }
        return (value, values[value].shape)
    }

    /// The stored constant behind an input of an operator, by index of its tensor.
    private func constant(
        _ source: TFLiteOperator, input: Int
    ) throws(ConversionError) -> (index: Int, tensor: TFLiteTensor) {
        let index = try tensorIndex(source, input: input)
        let stored = widened[index] ?? index
        let tensor = try model.tensor(stored)
        guard tensor.buffer > 0, try model.data(of: tensor).count > 0 else {
            throw .notConstant(tensor: tensor.label, operator: source.label)
        }
        return (stored, tensor)
    }

    private func tensorIndex(_ source: TFLiteOperator, input: Int) throws(ConversionError) -> Int {
        guard source.inputs.indices.contains(input), source.inputs[input] >= 0 else {
            throw .unsupported(operator: source.label, "no input \(input)")
        }
        return source.inputs[input]
    }

    /// The integers of a constant that gives paddings, a size or a shape.
    func integers(_ source: TFLiteOperator, input: Int) throws(ConversionError) -> [Int] {
        let (_, tensor) = try constant(source, input: input)
        guard tensor.kind == .int32 else { throw .type(tensor: tensor.label, type: tensor.kind.rawValue) }
        guard tensor.count <= TFLiteModel.listLimit else { throw .tooLarge(tensor: tensor.label, shape: tensor.shape) }
        return try numbers(of: tensor, as: Int32.self, count: tensor.count).map(Int.init)
    }

    /// The name and shape of a floating-point constant, which becomes the network's with its first reader's name.
    mutating func weights(
        _ source: TFLiteOperator, input: Int, name: String
    ) throws(ConversionError) -> (name: String, shape: [Int]) {
        let (index, tensor) = try constant(source, input: input)
        if let name = constantOfTensor[index] { return (name, tensor.shape) }
        elementCount += tensor.count
        guard elementCount <= TFLiteTensor.elementLimit else {
            throw .tooLarge(tensor: tensor.label, shape: tensor.shape)
        }
        constants[name] = Network.Constant(shape: tensor.shape, elements: try elements(of: tensor))
        constantOfTensor[index] = name
        return (name, tensor.shape)
    }

    /// Makes zeros a constant.
    mutating func zeros(_ count: Int, name: String) throws(ConversionError) -> String {
        elementCount += count
        guard elementCount <= TFLiteTensor.elementLimit else { throw .tooLarge(tensor: name, shape: [count]) }
        constants[name] = Network.Constant(shape: [count], elements: .float32([Float](repeating: 0, count: count)))
        return name
    }

    private func elements(of tensor: TFLiteTensor) throws(ConversionError) -> Network.Elements {
        switch tensor.kind {
        case .float16: .float16(try denseNumbers(of: tensor))
        case .float32: .float32(try denseNumbers(of: tensor).map(Float.init(bitPattern:)))
        case .int32: throw .type(tensor: tensor.label, type: tensor.kind.rawValue)
        }
    }

    private func denseNumbers<Bits: FixedWidthInteger>(of tensor: TFLiteTensor) throws(ConversionError) -> [Bits] {
        guard let parameters = tensor.sparsity else {
            return try numbers(of: tensor, as: Bits.self, count: tensor.count)
        }
        let count = min(try model.data(of: tensor).count / MemoryLayout<Bits>.size, tensor.count)
        let values = try numbers(of: tensor, as: Bits.self, count: count)
        do throws(SparsityFault) {
            return try SparseTensor(parameters, shape: tensor.shape).dense(values: values)
        } catch {
            throw .sparsity(tensor: tensor.label, error)
        }
    }

    private func numbers<Number: FixedWidthInteger>(
        of tensor: TFLiteTensor, as type: Number.Type, count: Int
    ) throws(ConversionError) -> [Number] {
        let data = try model.data(of: tensor)
        let expected = count * MemoryLayout<Number>.size
        guard data.count == expected else {
            throw .dataSize(tensor: tensor.label, expected: expected, actual: data.count)
        }
        return data.numbers(as: type)
    }
}
