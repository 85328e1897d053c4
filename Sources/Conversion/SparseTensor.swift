/// A tensor of which only the elements that are not zero are stored: rows of the innermost dimension, compressed.
///
/// This is the one of TFLite's sparse forms that MediaPipe's networks use: `SparsityParameters` with the dimensions in
/// order, all `DENSE` but the last, which is `SPARSE_CSR`.
struct SparseTensor {
    private let rows: Int
    private let columns: Int
    /// Where each row begins among the columns and values, and at last where they end.
    private let segments: FlatBuffer.Table
    private let segmentsKind: Int
    /// The columns of the values.
    private let indices: FlatBuffer.Table
    private let indicesKind: Int

    /// A sparse tensor from its `SparsityParameters`.
    init(_ parameters: FlatBuffer.Table, shape: [Int]) throws(SparsityFault) {
        do {
            let order = try parameters.vector(0, of: Int32.self)
            let dimensions = try parameters.tables(2)
            guard let columns = shape.last, dimensions.count == shape.count,
                order.count == shape.count, order.integers == Array(shape.indices),
                try parameters.vector(1, of: Int32.self).count == 0
            else { throw SparsityFault.layout }
            for index in shape.indices.dropLast() {
                let dimension = try dimensions[index]
                guard try dimension.number(0, default: Int8(0)) == 0,
                    try Int(dimension.number(1, default: Int32(0))) == shape[index]
                else { throw SparsityFault.layout }
            }
            let innermost = try dimensions[shape.count - 1]
            guard try innermost.number(0, default: Int8(0)) == 1,
                let segments = try innermost.table(3), let indices = try innermost.table(5)
            else { throw SparsityFault.layout }
            self.segments = segments
            self.indices = indices
            segmentsKind = Int(try innermost.number(2, default: UInt8(0)))
            indicesKind = Int(try innermost.number(4, default: UInt8(0)))
            self.columns = columns
            rows = shape.dropLast().reduce(1, *)
        } catch {
            throw .layout
        }
    }

    /// All elements, zeros included, in row-major order.
    func dense<Bits: FixedWidthInteger>(values: [Bits]) throws(SparsityFault) -> [Bits] {
        let starts = try numbers(segments, kind: segmentsKind, limit: rows + 1)
        guard starts.count == rows + 1, starts[0] == 0, zip(starts, starts.dropFirst()).allSatisfy(<=) else {
            throw .segments
        }
        let columnsOfValues = try numbers(indices, kind: indicesKind, limit: rows * columns)
        guard columnsOfValues.count == values.count, starts[rows] == values.count else { throw .count }

        var elements = [Bits](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            var next = 0
            for position in starts[row]..<starts[row + 1] {
                let column = columnsOfValues[position]
                guard column >= next, column < columns else { throw .indices }
                elements[row * columns + column] = values[position]
                next = column + 1
            }
        }
        return elements
    }

    /// The numbers of a TFLite `SparseIndexVector`, which has one of three widths.
    private func numbers(_ table: FlatBuffer.Table, kind: Int, limit: Int) throws(SparsityFault) -> [Int] {
        func widened<Number: FixedWidthInteger>(_ type: Number.Type) throws(ConversionError) -> [Int] {
            let vector = try table.vector(0, of: type)
            return vector.count <= limit ? vector.integers : []
        }
        do throws(ConversionError) {
            switch kind {
            case 1: return try widened(Int32.self)
            case 2: return try widened(UInt16.self)
            case 3: return try widened(UInt8.self)
            default: throw ConversionError.unknownFormat
            }
        } catch {
            throw .layout
        }
    }
}
