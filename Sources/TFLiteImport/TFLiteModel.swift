/// A TFLite model: a view of the tables of a `.tflite` file, checked as they are read.
///
/// Names and numbers of the fields are those of tensorflow/lite/schema/schema.fbs (version 3).
package struct TFLiteModel: Sendable {
    /// The file identifier.
    static let identifier = "TFL3"
    /// Maximum number of tensors, and of operators. The larger pose networks have about 600.
    static let countLimit = 1 << 14
    /// Maximum length of a list of tensors of an operator or the graph, and of integers in a constant.
    static let listLimit = 64

    private let tensors: FlatBuffer.Tables
    private let operatorCodes: FlatBuffer.Tables
    package let buffers: FlatBuffer.Tables
    /// The operators, in the order in which they run.
    let operators: [TFLiteOperator]
    /// Indices of the tensors given from outside.
    let inputs: [Int]
    /// Indices of the tensors that the model computes as its results.
    let outputs: [Int]

    package init(_ bytes: [UInt8]) throws(ConversionError) {
        let model = try FlatBuffer(bytes).root
        let version = try model.number(0, default: UInt32(0))
        guard version == 3 else { throw .version(Int(version)) }
        operatorCodes = try model.tables(1)
        let graphs = try model.tables(2)
        guard graphs.count == 1 else { throw .graphs(graphs.count) }
        buffers = try model.tables(4)

        let graph = try graphs[0]
        tensors = try graph.tables(0)
        inputs = try Self.indices(graph, field: 1)
        outputs = try Self.indices(graph, field: 2)
        let operators = try graph.tables(3)
        for (things, count) in [("tensors", tensors.count), ("operators", operators.count)]
        where count > Self.countLimit {
            throw .tooMany(things, count: count, limit: Self.countLimit)
        }
        var list: [TFLiteOperator] = []
        for index in 0..<operators.count {
            list.append(try Self.`operator`(operators[index], index: index, codes: operatorCodes))
        }
        self.operators = list
    }

    private static func indices(_ table: FlatBuffer.Table, field: Int) throws(ConversionError) -> [Int] {
        let vector = try table.vector(field, of: Int32.self)
        guard vector.count <= listLimit else {
            throw .tooMany("tensors in a list", count: vector.count, limit: listLimit)
        }
        return vector.integers
    }

    private static func `operator`(
        _ table: FlatBuffer.Table, index: Int, codes: FlatBuffer.Tables
    ) throws(ConversionError) -> TFLiteOperator {
        let code = Int(try table.number(0, default: UInt32(0)))
        guard code < codes.count else { throw .noSuch("operator code", index: code, count: codes.count) }
        // Codes up to 126 are in an older field of 8 bits, which later files may omit.
        let deprecated = Int(try codes[code].number(0, default: Int8(0)))
        let builtin = Int(try codes[code].number(3, default: Int32(0)))
        return TFLiteOperator(
            index: index, code: max(deprecated, builtin), inputs: try indices(table, field: 1),
            outputs: try indices(table, field: 2), optionsKind: Int(try table.number(3, default: UInt8(0))),
            options: try table.table(4))
    }

    /// Returns a tensor by index.
    func tensor(_ index: Int) throws(ConversionError) -> TFLiteTensor {
        guard index >= 0, index < tensors.count else { throw .noSuch("tensor", index: index, count: tensors.count) }
        return try TFLiteTensor(tensors[index], index: index)
    }

    /// Returns the bytes of a constant tensor; empty for other tensors.
    func data(of tensor: TFLiteTensor) throws(ConversionError) -> FlatBuffer.Vector<UInt8> {
        guard tensor.buffer < buffers.count else {
            throw .noSuch("buffer", index: tensor.buffer, count: buffers.count)
        }
        return try buffers[tensor.buffer].vector(0, of: UInt8.self)
    }
}

/// A tensor of a TFLite model.
struct TFLiteTensor {
    /// The element types of pose networks, TFLite's `TensorType`.
    enum Kind: Int {
        case float32 = 0
        case float16 = 1
        case int32 = 2
    }

    /// Maximum number of elements in a tensor.
    static let elementLimit = 1 << 26

    private let table: FlatBuffer.Table
    private let index: Int
    /// The dimensions, each at least 1.
    let shape: [Int]
    let kind: Kind
    /// Index of the buffer with the bytes of a constant; buffer 0 is empty.
    let buffer: Int
    /// The sparse form of the constant, or `nil` for a dense one.
    let sparsity: FlatBuffer.Table?

    fileprivate init(_ table: FlatBuffer.Table, index: Int) throws(ConversionError) {
        self.table = table
        self.index = index
        let label = Self.label(table, index)

        let dimensions = try table.vector(0, of: Int32.self)
        guard (1...8).contains(dimensions.count) else {
            throw .shape(tensor: label, Array(dimensions.integers.prefix(9)))
        }
        shape = dimensions.integers
        let signature = try table.vector(7, of: Int32.self)
        guard signature.count <= 8, signature.integers.allSatisfy({ $0 >= 0 }) else {
            throw .dynamicShape(tensor: label)
        }
        guard shape.allSatisfy({ $0 >= 1 }) else { throw .shape(tensor: label, shape) }
        guard let count = Self.elementCount(shape), count <= Self.elementLimit else {
            throw .tooLarge(tensor: label, shape: shape)
        }

        let type = Int(try table.number(1, default: Int8(0)))
        guard let kind = Kind(rawValue: type) else { throw .type(tensor: label, type: type) }
        self.kind = kind
        if let quantization = try table.table(4) {
            guard try quantization.vector(2, of: UInt32.self).count == 0 else { throw .quantized(tensor: label) }
        }
        buffer = Int(try table.number(2, default: UInt32(0)))
        sparsity = try table.table(6)
    }

    /// The name of the tensor in messages.
    var label: String { Self.label(table, index) }

    /// The name; `nil` when the tensor has none, or one that is not short text.
    var name: String? { Self.name(table, limit: 256) }

    /// The number of elements.
    var count: Int { shape.reduce(1, *) }

    private static func label(_ table: FlatBuffer.Table, _ index: Int) -> String {
        name(table, limit: 1024).map { "tensor \(index) (\($0))" } ?? "tensor \(index)"
    }

    private static func name(_ table: FlatBuffer.Table, limit: Int) -> String? {
        guard let text = try? table.vector(3, of: UInt8.self), (1...limit).contains(text.count) else { return nil }
        return String(validating: text.numbers(as: UInt8.self), as: UTF8.self)
    }

    private static func elementCount(_ shape: [Int]) -> Int? {
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            count = product
        }
        return count
    }
}
