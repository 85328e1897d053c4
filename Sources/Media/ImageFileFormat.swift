/// The formats of picture files that are read and written.
public enum ImageFileFormat: Sendable, Equatable, CaseIterable, CustomStringConvertible {
    /// Lossy; for photos.
    case jpeg
    /// Lossless.
    case png

    /// The format's name: "JPEG" or "PNG".
    public var description: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        }
    }

    /// The format that belongs to a file name's extension, in capitals or not; `nil` when none does.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "jpg", "jpeg": self = .jpeg
        case "png": self = .png
        default: return nil
        }
    }

    /// How many of a file's first bytes suffice to recognise its format.
    static let signatureLength = 12

    /// The format of bytes by how they begin; a file's name says nothing about what is in it.
    ///
    /// - Throws: ``MediaError`` for no bytes, and for bytes that are neither JPEG nor PNG.
    init(recognizing bytes: UnsafeBufferPointer<UInt8>) throws(MediaError) {
        if bytes.isEmpty { throw MediaError(.empty) }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else {
            throw MediaError(.unsupported(recognized: Self.nameOfUnsupportedFormat(bytes)))
        }
    }

    private static func nameOfUnsupportedFormat(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        func has(_ text: StaticString, at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(
                with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }
        if has("GIF8") { return "GIF" }
        if has("RIFF"), has("WEBP", at: 8) { return "WebP" }
        if has("II*\0") || has("MM\0*") { return "TIFF" }
        if has("%PDF") { return "PDF" }
        if has("BM") { return "BMP" }
        // ISO base media files carry their brand after the first box's length and type.
        if has("ftypavif", at: 4) || has("ftypavis", at: 4) { return "AVIF" }
        if has("ftyphe", at: 4) || has("ftypmif1", at: 4) || has("ftypmsf1", at: 4) { return "HEIC" }
        return nil
    }
}
