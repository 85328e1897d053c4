#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A safetensors file: eight bytes of header length, a JSON header, then the bytes of all tensors in sequence
/// (https://github.com/huggingface/safetensors, "Format").
package struct Safetensors {
    /// The description of a tensor in the header.
    package struct Entry: Codable {
        package var dtype: String
        package var shape: [Int]
        // swift-format-ignore: AlwaysUseLowerCamelCase
        package var data_offsets: [Int]
    }

    /// The free-form metadata of the file.
    package let metadata: [String: String]
    /// Descriptions of the tensors by name.
    package let entries: [String: Entry]
    /// Offset in the file at which the bytes of the tensors begin.
    let dataStart: Int

    /// The maximum header length that is read; the format's own limit.
    private static let maximumHeaderLength = 100_000_000

    /// Decodes and checks the header. Afterwards the bytes of every tensor are inside the file, and no tensors overlap.
    package init(header bytes: UnsafeRawBufferPointer) throws(NetworkFileError) {
        guard bytes.count >= 8 else { throw .truncated(expected: 8, actual: bytes.count) }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(Safetensors.maximumHeaderLength) else {
            throw .invalidHeader(reason: "it claims to be \(length) bytes long")
        }
        dataStart = 8 + Int(length)
        guard dataStart <= bytes.count else { throw .truncated(expected: dataStart, actual: bytes.count) }

        let header: Header
        do {
            header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<dataStart]))
        } catch {
            throw .invalidHeader(reason: Safetensors.reason(of: error))
        }
        metadata = header.metadata
        entries = header.entries
        try checkLayout(dataCount: bytes.count - dataStart)
    }

    private func checkLayout(dataCount: Int) throws(NetworkFileError) {
        let furthest = entries.values.compactMap(\.data_offsets.last).max() ?? 0
        // In the order of names, so that a file with several faults is always rejected with the same message.
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let offsets = entry.data_offsets
            guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1] else {
                throw .invalidOffsets(tensor: name, offsets: offsets)
            }
            guard offsets[1] <= dataCount else {
                throw .truncated(
                    expected: dataStart.addingReportingOverflow(furthest).partialValue,
                    actual: dataStart + dataCount)
            }
            let elementSize = try Safetensors.elementSize(of: entry.dtype, tensor: name)
            let count: Int
            do { count = try Network.elementCount(name: name, shape: entry.shape) } catch { throw .network(error) }
            guard count * elementSize == offsets[1] - offsets[0] else {
                throw .wrongByteCount(tensor: name, expected: count * elementSize, actual: offsets[1] - offsets[0])
            }
        }
        var end = 0
        for (name, entry) in entries.sorted(by: { $0.value.data_offsets[0] < $1.value.data_offsets[0] }) {
            guard entry.data_offsets[0] == end else {
                throw .notContiguous(tensor: name, expected: end, actual: entry.data_offsets[0])
            }
            end = entry.data_offsets[1]
        }
        guard end == dataCount else { throw .trailingBytes(dataCount - end) }
    }

    /// Returns the elements of a tensor.
    package func elements(of entry: Entry, in bytes: UnsafeRawBufferPointer) -> Network.Elements {
        let slice = bytes[dataStart + entry.data_offsets[0]..<dataStart + entry.data_offsets[1]]
        func copy<Element: BitwiseCopyable>(_ type: Element.Type) -> [Element] {
            let count = slice.count / MemoryLayout<Element>.size
            return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
                UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: slice))
                initialized = count
            }
        }
        return entry.dtype == "F16" ? .float16(copy(UInt16.self)) : .float32(copy(Float.self))
    }

    private static func elementSize(of type: String, tensor: String) throws(NetworkFileError) -> Int {
        switch type {
        case "F16": 2
        case "F32": 4
        default: throw .unsupportedType(tensor: tensor, type: type)
        }
    }

    /// Returns the part of a decoding error that is useful to a person.
    static func reason(of error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is not what it should be"
        default: "it is not JSON"
        }
    }
}

extension Safetensors {
    /// The bytes of a file with these tensors, in the order of their names.
    package static func encode(
        metadata: [String: String], tensors: [String: Network.Constant]
    ) throws(NetworkFileError) -> [UInt8] {
        guard tensors[reservedName] == nil else { throw .invalidHeader(reason: "\(reservedName) names a tensor") }
        var entries: [String: Entry] = [:]
        var data: [UInt8] = []
        for (name, constant) in tensors.sorted(by: { $0.key < $1.key }) {
            let start = data.count
            let type: String
            switch constant.elements {
            case .float16(let bits):
                type = "F16"
                bits.withUnsafeBytes { data.append(contentsOf: $0) }
            case .float32(let values):
                type = "F32"
                values.withUnsafeBytes { data.append(contentsOf: $0) }
            }
            entries[name] = Entry(dtype: type, shape: constant.shape, data_offsets: [start, data.count])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var header: [UInt8]
        do {
            header = [UInt8](try encoder.encode(Header(metadata: metadata, entries: entries)))
        } catch {
            throw .invalidHeader(reason: "\(error)")
        }
        // Spaces keep the data aligned, as the format recommends.
        header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
    }

    /// The name of the metadata in the header, which no tensor may have.
    private static let reservedName = "__metadata__"

    /// The JSON header: tensors by name, and the metadata under a name of its own.
    private struct Header: Codable {
        var metadata: [String: String]
        var entries: [String: Entry]

        init(metadata: [String: String], entries: [String: Entry]) {
            self.metadata = metadata
            self.entries = entries
        }

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
            static let metadata = Key(stringValue: reservedName)
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            metadata = [:]
            entries = [:]
            for key in container.allKeys {
                if key.stringValue == Key.metadata.stringValue {
                    metadata = try container.decode([String: String].self, forKey: key)
                } else {
                    entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
                }
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(metadata, forKey: .metadata)
            for (name, entry) in entries { try container.encode(entry, forKey: Key(stringValue: name)) }
        }
    }
}
