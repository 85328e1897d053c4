import PoiseInference

/// Reads the constants of a TFLite model and collects those that the network uses.
///
/// In a TFLite model, dedicated operators widen half-precision and sparse constants. Here a widened tensor stands for
/// the stored constant: in its stored precision and dense.
struct ConstantFolder {
    let model: TFLiteModel
    /// Constants of the network by name.
    private(set) var constants: [String: Network.Constant] = [:]
    /// The stored tensor of each widened tensor.
    private var storedTensor: [Int: Int] = [:]
    /// Name of each stored tensor in the network.
    private var names: [Int: String] = [:]
    private var elementCount = 0

    init(_ model: TFLiteModel) {
        self.model = model
    }

    /// Whether a tensor is a widened constant.
    func isWidened(_ index: Int) -> Bool { storedTensor[index] != nil }

    /// Records the result of an operator that widens a constant.
    mutating func widen(_ source: TFLiteOperator, isSparse: Bool, to result: Int) throws(ConversionError) {
        let (index, tensor) = try constant(source, input: 0)
        guard !isSparse || tensor.sparsity != nil else {
            throw .unsupported(operator: source.label, "a dense constant")
        }
        let shape = try model.tensor(result).shape
        guard tensor.shape == shape else {
            throw .unsupported(operator: source.label, "shapes \(tensor.shape) and \(shape)")
        }
        storedTensor[result] = index
    }

    /// Returns the integers of a constant: paddings, a size or a shape.
    func integers(_ source: TFLiteOperator, input: Int) throws(ConversionError) -> [Int] {
        let (_, tensor) = try constant(source, input: input)
        guard tensor.kind == .int32 else { throw .type(tensor: tensor.label, type: tensor.kind.rawValue) }
        guard tensor.count <= TFLiteModel.listLimit else { throw .tooLarge(tensor: tensor.label, shape: tensor.shape) }
        return try numbers(of: tensor, as: Int32.self, count: tensor.count).map(Int.init)
    }

    /// Collects weights or a bias under the name given by their first reader.
    mutating func gather(
        _ source: TFLiteOperator, input: Int, name: String
    ) throws(ConversionError) -> (name: String, shape: [Int]) {
        let (index, tensor) = try constant(source, input: input)
        if let name = names[index] { return (name, tensor.shape) }
        try reserve(tensor.shape, label: tensor.label)
        constants[name] = Network.Constant(shape: tensor.shape, elements: try elements(of: tensor))
        names[index] = name
        return (name, tensor.shape)
    }

    /// Collects zeros in place of a bias that the model omits.
    mutating func gatherZeros(_ count: Int, name: String) throws(ConversionError) {
        try reserve([count], label: name)
        constants[name] = Network.Constant(shape: [count], elements: .float32(Array(repeating: 0, count: count)))
    }

    /// Counts unpacked elements against the limit: many small tensors of a hostile file may share bytes or be sparse.
    private mutating func reserve(_ shape: [Int], label: String) throws(ConversionError) {
        elementCount += shape.reduce(1, *)
        guard elementCount <= TFLiteTensor.elementLimit else { throw .tooLarge(tensor: label, shape: shape) }
    }

    private func constant(
        _ source: TFLiteOperator, input: Int
    ) throws(ConversionError) -> (index: Int, tensor: TFLiteTensor) {
        let index = try source.tensor(input)
        let stored = storedTensor[index] ?? index
        let tensor = try model.tensor(stored)
        guard try model.data(of: tensor).count > 0 else {
            throw .notConstant(tensor: tensor.label, operator: source.label)
        }
        return (stored, tensor)
    }

    private func elements(of tensor: TFLiteTensor) throws(ConversionError) -> Network.Elements {
        switch tensor.kind {
        case .float16: .float16(try dense(tensor))
        case .float32: .float32(try dense(tensor).map(Float.init(bitPattern:)))
        case .int32: throw .type(tensor: tensor.label, type: tensor.kind.rawValue)
        }
    }

    private func dense<Bits: FixedWidthInteger>(_ tensor: TFLiteTensor) throws(ConversionError) -> [Bits] {
        guard let parameters = tensor.sparsity else {
            return try numbers(of: tensor, as: Bits.self, count: tensor.count)
        }
        let count = min(try model.data(of: tensor).count / MemoryLayout<Bits>.size, tensor.count)
        let values = try numbers(of: tensor, as: Bits.self, count: count)
        return try SparseTensor(tensor, parameters: parameters).dense(values: values)
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
