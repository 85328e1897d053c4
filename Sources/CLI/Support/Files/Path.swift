import PoiseSupport
import PoiseLibC

/// The path of a file or folder, used literally.
///
/// A URL would make it absolute, resolve `..` without regard to symbolic links, and replace a tilde by the home folder.
package struct Path {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// The kinds of file system entries.
    package enum Kind {
        case missing, folder, file
        /// A pipe or a device.
        case special
    }

    /// Whether the path means standard input or output. A file of this name is `./-`.
    package var isStandardStream: Bool { text == "-" }

    /// The kind of the file system entry at the path.
    package var kind: Kind {
        var status = stat()
        guard stat(text, &status) == 0 else { return .missing }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return .file
        default: return .special
        }
    }

    /// The last component; empty if the path ends in a slash.
    package var name: String { text.lastIndex(of: "/").map { String(text[text.index(after: $0)...]) } ?? text }

    /// The folder that contains the last component.
    package var folder: Path {
        guard let slash = text.lastIndex(of: "/") else { return Path(".") }
        return Path(slash == text.startIndex ? "/" : String(text[..<slash]))
    }

    /// The name without its extension, and the extension. A leading dot marks a hidden file and begins no extension.
    package var parts: (stem: String, fileExtension: String) {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return (name, "") }
        return (String(name[..<dot]), String(name[name.index(after: dot)...]))
    }

    /// The canonical path, equal for all paths of the same file, which need not exist yet.
    package var location: String {
        Path.real(text) ?? Path.real(folder.text).map { $0 + "/" + name } ?? text
    }

    package func appending(_ name: String) -> Path { Path(text.hasSuffix("/") ? text + name : text + "/" + name) }

    /// Whether files can be created in this folder, or this file can be written.
    package var isWritable: Bool { access(text, W_OK) == 0 }

    /// Creates the folder and its missing parent folders.
    package func makeFolder() throws(Failure) {
        guard kind != .folder else { return }
        var trimmed = text
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        let parent = Path(trimmed).folder
        if parent.text != trimmed { try parent.makeFolder() }
        guard mkdir(trimmed, 0o777) == 0 || errno == EEXIST else {
            throw Failure(text, "the folder cannot be created: \(systemError())", .cannotCreate)
        }
    }

    /// Reads all bytes of a file or of standard input.
    ///
    /// - Throws: ``Failure`` if the file cannot be read, is empty or has more than `maximumByteCount` bytes.
    package func read(maximumByteCount: Int) throws(Failure) -> [UInt8] {
        if isStandardStream { return try StandardInput.bytes(maximumByteCount: maximumByteCount) }
        let descriptor = open(text, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw Failure.missing(text) }
            throw Failure(text, "the file cannot be opened: \(systemError())", .noInput)
        }
        defer { close(descriptor) }
        let bytes = try readAll(from: descriptor, named: text, maximumByteCount: maximumByteCount)
        guard !bytes.isEmpty else { throw Failure(text, "the file is empty", .badData) }
        return bytes
    }

    /// Returns the first `count` bytes of a file, or fewer if it is shorter; none if it cannot be read.
    package func beginning(_ count: Int) -> [UInt8] {
        let descriptor = open(text, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(pread(descriptor, buffer.baseAddress, count, 0), 0)
        }
    }

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}

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
