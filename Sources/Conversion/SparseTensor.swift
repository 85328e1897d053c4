/// A tensor of which only the elements that are not zero are stored: rows of the innermost dimension, compressed.
///
/// This is the one of TFLite's sparse forms that MediaPipe's networks use: `SparsityParameters` with the dimensions in
/// order, all `DENSE` but the last, which is `SPARSE_CSR`.
struct SparseTensor {
    private let label: String
    private let rows: Int
    private let columns: Int
    /// The fields of `DimensionMetadata` that tell of the compressed dimension.
    private let compressed: FlatBuffer.Table

    /// A sparse tensor from its `SparsityParameters`.
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

    /// All elements, zeros included, in row-major order.
    func dense<Bits: FixedWidthInteger>(values: [Bits]) throws(ConversionError) -> [Bits] {
        // Where each row begins among the values, and at last where they end; then the values' columns.
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

    /// The numbers of a `SparseIndexVector`, which has one of three widths; none when there are more than can be.
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
