import PoiseSupport
import PoiseBody

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension PoseSequence {
    /// The default maximum length of a line, bytes: 16 MiB, some thousand people in a frame.
    public static let longestLine = 16 << 20

    /// Decodes a sequence from the output of ``PoseSequenceWriter``. Unknown fields and a byte order mark are ignored,
    /// and the last line may lack its line break.
    ///
    /// `Landmark.isInsideImage` is not stored; it follows from the coordinates and the image size.
    /// - Parameters:
    ///   - bytes: The text, UTF-8.
    ///   - longestLine: Maximum length of a line, bytes; longer lines are rejected.
    /// - Throws: ``PoseSequenceError`` when the text is not a sequence.
    public init(
        jsonLines bytes: [UInt8], longestLine: Int = PoseSequence.longestLine
    ) throws(PoseSequenceError) {
        var reader = PoseSequenceReader(longestLine: longestLine)
        var rest: ArraySlice<UInt8>
        do { rest = try JSONText.content(of: bytes) } catch {
            throw PoseSequenceError(line: 1, .malformed(reason: "\(error)"))
        }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            try reader.read(rest[..<(end ?? rest.endIndex)], isWhole: end != nil)
            rest = end.map { rest[($0 + 1)...] } ?? []
        }
        guard let sequence = reader.sequence else { throw PoseSequenceError(line: 1, .empty) }
        self = sequence
    }
}

/// An incremental reader for the lines of a sequence.
private struct PoseSequenceReader {
    private(set) var sequence: PoseSequence?

    private let longestLine: Int
    private var order = FrameOrder()
    private var line = 0
    private let decoder = JSONDecoder()

    init(longestLine: Int) { self.longestLine = longestLine }

    /// Reads the next line.
    ///
    /// - Parameters:
    ///   - bytes: The line without its line break.
    ///   - isWhole: Whether the line had a line break; one without it that is not JSON was cut off.
    mutating func read(_ bytes: ArraySlice<UInt8>, isWhole: Bool) throws(PoseSequenceError) {
        line += 1
        do throws(PoseSequenceError.Fault) {
            guard bytes.count <= longestLine else { throw .tooLong(limit: longestLine) }
            let data = Data(bytes)
            if !isWhole, !isJSON(data) { throw .truncated }
            if let header = sequence?.header {
                let next = try frame(data, header)
                sequence?.frames.append(next)
            } else {
                sequence = PoseSequence(header: try header(data))
            }
        } catch { throw PoseSequenceError(line: line, error) }
    }

    private func header(_ data: Data) throws(PoseSequenceError.Fault) -> PoseSequence.Header {
        // Another version may have other fields, so the format is decoded first.
        let format = try decoded(SequenceFormatField.self, data).format
        guard format == SequenceHeaderFields.format else { throw .wrongFormat(format) }
        return try decoded(SequenceHeaderFields.self, data).header()
    }

    private mutating func frame(
        _ data: Data, _ header: PoseSequence.Header
    ) throws(PoseSequenceError.Fault) -> PoseSequence.Frame {
        let fields = try decoded(SequenceFrameFields.self, data)
        try order.advance(index: fields.frame, time: try fields.instant(), ids: fields.people.lazy.map(\.id))
        return try fields.read(header)
    }

    private func isJSON(_ data: Data) -> Bool { (try? decoder.decode(AnyValue.self, from: data)) != nil }

    private func decoded<Fields: Decodable>(
        _ type: Fields.Type, _ data: Data
    ) throws(PoseSequenceError.Fault) -> Fields {
        do {
            return try decoder.decode(type, from: data)
        } catch let error as DecodingError {
            throw .malformed(reason: error.sentence)
        } catch {
            throw .malformed(reason: "\(error)")
        }
    }
}

/// Any JSON value, whose contents are ignored.
private struct AnyValue: Decodable {
    init(from decoder: any Decoder) {}
}
