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
