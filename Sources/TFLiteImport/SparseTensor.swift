/// A tensor that stores only its nonzero elements: compressed rows of the innermost dimension.
///
/// This is the only one of TFLite's sparse forms that MediaPipe's networks use: `SparsityParameters` with the
/// dimensions in order, all `DENSE` but the last, which is `SPARSE_CSR`.
struct SparseTensor {
    private let label: String
    private let rows: Int
    private let columns: Int
    /// The `DimensionMetadata` of the compressed dimension.
    private let compressed: FlatBuffer.Table

    /// Creates a sparse tensor from its `SparsityParameters`.
    init(_ tensor: TFLiteTensor, parameters: FlatBuffer.Table) throws(ConversionError) {
        let shape = tensor.shape
        label = tensor.label
        rows = shape.dropLast().reduce(1, *)
        columns = shape[shape.count - 1]

        let order = try parameters.vector(0, of: Int32.self)
        let blocks = try parameters.vector(1, of: Int32.self)
        let dimensions = try parameters.tables(2)
        guard order.count == shape.count, order.integers == Array(shape.indices), blocks.count == 0,
            dimensions.count == shape.count
        else { throw .sparsity(tensor: label, .layout) }
        for index in shape.indices.dropLast() {
            let dimension = try dimensions[index]
            guard try dimension.number(0, default: Int8(0)) == 0,
                try dimension.number(1, default: Int32(0)) == shape[index]
            else { throw .sparsity(tensor: label, .layout) }
        }
        compressed = try dimensions[shape.count - 1]
        guard try compressed.number(0, default: Int8(0)) == 1 else { throw .sparsity(tensor: label, .layout) }
    }

    /// Returns all elements, including zeros, in row-major order.
    func dense<Bits: FixedWidthInteger>(values: [Bits]) throws(ConversionError) -> [Bits] {
        // The index of each row's first value, followed by the end of the values; then the column of each value.
        let starts = try numbers(kind: 2, table: 3, limit: rows + 1)
        guard starts.count == rows + 1, starts[0] == 0, zip(starts, starts.dropFirst()).allSatisfy(<=) else {
            throw .sparsity(tensor: label, .segments)
        }
        let filled = try numbers(kind: 4, table: 5, limit: rows * columns)
        guard filled.count == values.count, starts[rows] == values.count else {
            throw .sparsity(tensor: label, .count)
        }

        var elements = [Bits](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            var next = 0
            for position in starts[row]..<starts[row + 1] {
                let column = filled[position]
                guard column >= next, column < columns else { throw .sparsity(tensor: label, .indices) }
                elements[row * columns + column] = values[position]
                next = column + 1
            }
        }
        return elements
    }

    /// Returns the numbers of a `SparseIndexVector`, which has one of three widths; empty when there are more than
    /// `limit`.
    private func numbers(kind: Int, table: Int, limit: Int) throws(ConversionError) -> [Int] {
        func widened<Number: FixedWidthInteger>(
            _ vector: FlatBuffer.Vector<Number>
        ) -> [Int] {
            vector.count <= limit ? vector.integers : []
        }
        let kind = try compressed.number(kind, default: UInt8(0))
        guard let table = try compressed.table(table) else { throw .sparsity(tensor: label, .layout) }
        switch kind {
        case 1: return widened(try table.vector(0, of: Int32.self))
        case 2: return widened(try table.vector(0, of: UInt16.self))
        case 3: return widened(try table.vector(0, of: UInt8.self))
        default: throw .sparsity(tensor: label, .layout)
        }
    }
}
