/// A file in the FlatBuffers format: tables that point at each other by relative offsets.
///
/// Each read is checked against the file's bounds. Positions lie in the file and offsets have 32 bits, so their sums
/// cannot overflow the 64 bits of an `Int`. The format: https://flatbuffers.dev/internals
package struct FlatBuffer: Sendable {
    /// What an offset points at.
    fileprivate enum Part: String {
        /// The file's first eight bytes: offset of the root table, and the identifier.
        case header
        /// A table's fields.
        case table
        /// Where each of a table's fields lies.
        case vtable
        /// A single field.
        case field
        /// A count, and elements of one size.
        case vector
    }

    package let bytes: [UInt8]

    /// Whether the bytes carry a file identifier, four characters behind the offset of the root table.
    package static func hasIdentifier(_ identifier: String, in bytes: [UInt8]) -> Bool {
        bytes.count >= 8 && bytes[4..<8].elementsEqual(identifier.utf8)
    }

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The table that the file opens with.
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
    /// Fields by number; those that have their default value are left out of the file.
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

        /// Where a field lies; nil when it is left out.
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

        /// What a field points at; nil when it is left out.
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

        /// A vector of numbers; empty when it is left out.
        package func vector<Number: FixedWidthInteger>(
            _ number: Int, of type: Number.Type
        ) throws(ConversionError) -> Vector<Number> {
            try Vector(in: file, at: try target(number))
        }

        /// A vector of tables; empty when it is left out.
        package func tables(_ number: Int) throws(ConversionError) -> Tables {
            Tables(offsets: try vector(number, of: UInt32.self))
        }
    }

    /// Numbers in a row.
    package struct Vector<Number: FixedWidthInteger>: Sendable {
        fileprivate let file: FlatBuffer
        /// Where the first number lies in the file.
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

        /// The bytes as numbers of another size; what is left over at the end is not seen.
        package func numbers<Other: FixedWidthInteger>(as type: Other.Type) -> [Other] {
            let stride = MemoryLayout<Other>.size
            return file.bytes.withUnsafeBytes { bytes in
                (0..<count * MemoryLayout<Number>.size / stride).map {
                    Other(littleEndian: bytes.loadUnaligned(fromByteOffset: position + $0 * stride, as: type))
                }
            }
        }
    }

    /// Tables in a row.
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
