/// Returns the path of an input as a user names it: a path as it stands, or that in an address of a local file
/// (`file:///a%20b.png`).
///
/// - Parameter argument: Addresses of other kinds come back as they are, and are refused as files that are not there.
@Sendable
package func localPath(_ argument: String) -> String {
    let scheme = "file://"
    guard argument.prefix(scheme.count).lowercased() == scheme else { return argument }
    var rest = argument.dropFirst(scheme.count)
    if rest.hasPrefix("localhost/") { rest = rest.dropFirst("localhost".count) }
    guard rest.hasPrefix("/"), let path = percentDecoded(rest) else { return argument }
    return path
}

/// Returns the text whose bytes are written as `%` and two hexadecimal digits; `nil` where they are not, or no text.
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
    /// An input is not there: a file, or what was taken for one.
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
