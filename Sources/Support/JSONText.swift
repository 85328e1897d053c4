/// JSON text as other programs write it: UTF-8, possibly with a byte order mark.
package enum JSONText {
    /// Returns the text without its byte order mark.
    ///
    /// - Throws: ``UTF16`` when the text is in that encoding.
    package static func content(of bytes: [UInt8]) throws(UTF16) -> ArraySlice<UInt8> {
        guard !isUTF16(bytes) else { throw UTF16() }
        return bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
    }

    /// Returns whether a file begins as a JSON object does.
    ///
    /// - Parameter bytes: The first four bytes, or all of a shorter file.
    package static func isObject(beginningWith bytes: [UInt8]) -> Bool {
        let content = (try? content(of: bytes)) ?? bytes.filter { $0 != 0 && $0 < 0xFE }[...]
        return content.first == UInt8(ascii: "{")
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func isUTF16(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2 else { return false }
        // Byte order marks, and a first character that is ASCII, as JSON's is.
        return [[0xFF, 0xFE], [0xFE, 0xFF]].contains(Array(bytes[..<2])) || (bytes[0] == 0) != (bytes[1] == 0)
    }

    /// The error that the text is UTF-16.
    package struct UTF16: Error, CustomStringConvertible {
        package init() {}

        package var description: String { "the text is UTF-16, and must be UTF-8" }
    }
}

extension DecodingError {
    /// The coding path from the outermost value to the one that is wrong.
    package var path: [any CodingKey] { context?.codingPath ?? [] }

    /// The problem in one phrase, in words for people who write such files.
    package var reason: String {
        switch self {
        case .keyNotFound(let key, _): "the field “\(key.stringValue)” is missing"
        case .typeMismatch: "the value has an unexpected type"
        case .valueNotFound: "the value is null, and one is needed"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "the text is not JSON" : "the value is not a readable number"
        @unknown default: "\(self)"
        }
    }

    /// The place, such as `poses[0].score`, and the problem.
    package var sentence: String {
        let place = path.reduce(into: "") { place, key in
            if let index = key.intValue {
                place += "[\(index)]"
            } else {
                place += (place.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return place.isEmpty ? reason : "\(place): \(reason)"
    }

    private var context: Context? {
        switch self {
        case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context
        @unknown default: nil
        }
    }
}
