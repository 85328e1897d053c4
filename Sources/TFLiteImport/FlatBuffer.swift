/// A file in the FlatBuffers format: tables that refer to each other by relative offsets.
///
/// Every read is checked against the bounds of the file. Positions are inside the file and offsets have 32 bits, so
/// their sums cannot overflow the 64 bits of an `Int`. The format: https://flatbuffers.dev/internals
package struct FlatBuffer: Sendable {
    /// The target of an offset.
    fileprivate enum Part: String {
        /// The first eight bytes of the file: offset of the root table, and the identifier.
        case header
        /// The fields of a table.
        case table
        /// The offsets of a table's fields.
        case vtable
        /// A single field.
        case field
        /// A count followed by elements of one size.
        case vector
    }

    package let bytes: [UInt8]

    /// Whether the bytes have a file identifier, four characters after the offset of the root table.
    package static func hasIdentifier(_ identifier: String, in bytes: [UInt8]) -> Bool {
        bytes.count >= 8 && bytes[4..<8].elementsEqual(identifier.utf8)
    }

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The root table of the file.
    package var root: Table {
        get throws(ConversionError) { try Table(in: self, at: Int(load(UInt32.self, at: 0, as: .header))) }
    }

    fileprivate func load<Number: FixedWidthInteger>(
        _ type: Number.Type, at position: Int, as part: Part
    ) throws(ConversionError) -> Number {
        try check(position, size: MemoryLayout<Number>.size, part)
        return unchecked(type, at: position)
    }

    fileprivate func unchecked<Number: FixedWidthInteger>(_ type: Number.Type, at position: Int) -> Number {
        bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: type)) }
    }

    fileprivate func check(_ position: Int, size: Int, _ part: Part) throws(ConversionError) {
        guard position >= 0, position <= bytes.count, size <= bytes.count - position else {
            throw .outside(part.rawValue, position: position, fileSize: bytes.count)
        }
    }
}

extension FlatBuffer {
    /// A table of numbered fields; fields with their default value are omitted from the file.
    package struct Table: Sendable {
        private let file: FlatBuffer
        private let position: Int
        private let size: Int
        private let vtable: Int
        private let vtableSize: Int

        fileprivate init(in file: FlatBuffer, at position: Int) throws(ConversionError) {
            self.file = file
            self.position = position
            vtable = position - Int(try file.load(Int32.self, at: position, as: .table))
            vtableSize = Int(try file.load(UInt16.self, at: vtable, as: .vtable))
            size = Int(try file.load(UInt16.self, at: vtable + 2, as: .vtable))
            try file.check(vtable, size: vtableSize, .vtable)
            try file.check(position, size: size, .table)
        }

        /// Returns the position of a field, or `nil` when it is omitted.
        private func field(_ number: Int, size fieldSize: Int) throws(ConversionError) -> Int? {
            let entry = 4 + 2 * number
            guard entry + 2 <= vtableSize else { return nil }
            let offset = Int(file.unchecked(UInt16.self, at: vtable + entry))
            guard offset > 0 else { return nil }
            guard offset + fieldSize <= size else {
                throw .outside(Part.field.rawValue, position: position + offset, fileSize: file.bytes.count)
            }
            return position + offset
        }

        /// Returns the position that a field refers to, or `nil` when it is omitted.
        private func target(_ number: Int) throws(ConversionError) -> Int? {
            guard let field = try field(number, size: 4) else { return nil }
            return field + Int(file.unchecked(UInt32.self, at: field))
        }

        package func number<Number: FixedWidthInteger>(
            _ number: Int, default value: Number
        ) throws(ConversionError) -> Number {
            guard let field = try field(number, size: MemoryLayout<Number>.size) else { return value }
            return file.unchecked(Number.self, at: field)
        }

        package func table(_ number: Int) throws(ConversionError) -> Table? {
            guard let target = try target(number) else { return nil }
            return try Table(in: file, at: target)
        }

        /// Returns a vector of numbers, which is empty when it is omitted.
        package func vector<Number: FixedWidthInteger>(
            _ number: Int, of type: Number.Type
        ) throws(ConversionError) -> Vector<Number> {
            try Vector(in: file, at: try target(number))
        }

        /// Returns a vector of tables, which is empty when it is omitted.
        package func tables(_ number: Int) throws(ConversionError) -> Tables {
            Tables(offsets: try vector(number, of: UInt32.self))
        }
    }

    /// A vector of numbers.
    package struct Vector<Number: FixedWidthInteger>: Sendable {
        fileprivate let file: FlatBuffer
        /// Position of the first number in the file.
        package let position: Int
        package let count: Int

        fileprivate init(in file: FlatBuffer, at position: Int?) throws(ConversionError) {
            self.file = file
            guard let position else {
                self.position = 0
                count = 0
                return
            }
            self.position = position + 4
            count = Int(try file.load(UInt32.self, at: position, as: .vector))
            try file.check(self.position, size: count * MemoryLayout<Number>.size, .vector)
        }

        package subscript(index: Int) -> Number {
            precondition(index >= 0 && index < count)
            return file.unchecked(Number.self, at: position + index * MemoryLayout<Number>.size)
        }

        package var integers: [Int] { (0..<count).map { Int(self[$0]) } }

        /// Returns the bytes as numbers of another size; an incomplete number at the end is ignored.
        package func numbers<Other: FixedWidthInteger>(as type: Other.Type) -> [Other] {
            let stride = MemoryLayout<Other>.size
            return file.bytes.withUnsafeBytes { bytes in
                (0..<count * MemoryLayout<Number>.size / stride).map {
                    Other(littleEndian: bytes.loadUnaligned(fromByteOffset: position + $0 * stride, as: type))
                }
            }
        }
    }

    /// A vector of tables.
    package struct Tables: Sendable {
        fileprivate let offsets: Vector<UInt32>

        package var count: Int { offsets.count }

        package subscript(index: Int) -> Table {
            get throws(ConversionError) {
                try Table(in: offsets.file, at: offsets.position + 4 * index + Int(offsets[index]))
            }
        }
    }
}
