/// Returns the path of an input as a user names it: a plain path unchanged, or the path in the URL of a local file
/// (`file:///a%20b.png`).
///
/// - Parameter argument: A path or a URL. URLs of other kinds are returned unchanged and are later refused as missing
///   files.
@Sendable
package func localPath(_ argument: String) -> String {
    let scheme = "file://"
    guard argument.prefix(scheme.count).lowercased() == scheme else { return argument }
    var rest = argument.dropFirst(scheme.count)
    if rest.hasPrefix("localhost/") { rest = rest.dropFirst("localhost".count) }
    guard rest.hasPrefix("/"), let path = percentDecoded(rest) else { return argument }
    return path
}

/// Returns the text with each `%` and two hexadecimal digits decoded; `nil` if an escape is malformed or the bytes are
/// not UTF-8.
private func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let digits = String(rest.prefix(2)), digits.count == 2, digits.allSatisfy(\.isHexDigit),
            let byte = UInt8(digits, radix: 16), byte != 0
        else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}

extension Failure {
    /// Returns the failure for an input that does not exist: a file, or a URL that was taken for one.
    package static func missing(_ input: String) -> Failure {
        let scheme = input.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) }
        guard scheme.first?.isLetter == true, input.dropFirst(scheme.count).hasPrefix("://") else {
            return Failure(input, "there is no such file", .noInput)
        }
        let reason =
            scheme.lowercased() == "file"
            ? "this is no address of a file on this machine"
            : "this is an address, not a file; download it, or use 'poise live' for streams"
        return Failure(input, reason, .noInput)
    }
}
