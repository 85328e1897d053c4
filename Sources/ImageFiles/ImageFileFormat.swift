/// A format of image files, identified by its name.
///
/// JPEG and PNG are read and written; the others are recognized, and read by an ``ImageDecoder``.
public struct ImageFileFormat: Sendable, Hashable, CustomStringConvertible {
    /// The name in messages: "JPEG", "JPEG 2000".
    public let description: String

    /// Creates a format from its name, for the errors of an ``ImageDecoder``.
    public init(_ name: String) { description = name }

    /// JPEG: lossy; for photos.
    public static let jpeg = ImageFileFormat("JPEG")
    /// PNG: lossless.
    public static let png = ImageFileFormat("PNG")
    /// HEIF with HEVC, as written by phones.
    public static let heic = ImageFileFormat("HEIC")
    /// HEIF with AV1.
    public static let avif = ImageFileFormat("AVIF")
    /// WebP, still or animated.
    public static let webp = ImageFileFormat("WebP")
    /// TIFF.
    public static let tiff = ImageFileFormat("TIFF")
    /// BMP.
    public static let bmp = ImageFileFormat("BMP")
    /// GIF, still or animated.
    public static let gif = ImageFileFormat("GIF")
    /// JPEG 2000, in a JP2 file or as a raw codestream.
    public static let jpeg2000 = ImageFileFormat("JPEG 2000")

    /// Creates the output format of a file name's extension, ignoring case; `nil` for other extensions.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "jpg", "jpeg": self = .jpeg
        case "png": self = .png
        default: return nil
        }
    }
}

extension ImageFileFormat {
    /// The number of a file's first bytes that are needed to recognize its format.
    public static let signatureLength = 64

    /// Recognizes a format by a file's first bytes, since its name may be wrong; `nil` for formats other than those listed
    /// here.
    public init?(recognizing beginning: some Collection<UInt8>) {
        let start = Signature(beginning)
        if start.has([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if start.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if start.has("RIFF"), start.has("WEBP", at: 8) {
            self = .webp
        } else if start.has("II*\0") || start.has("MM\0*") || start.has("II+\0") || start.has("MM\0+") {
            self = .tiff
        } else if start.has("GIF8") {
            self = .gif
        } else if start.has([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) || start.has([0xFF, 0x4F, 0xFF, 0x51]) {
            self = .jpeg2000
        } else if start.has("BM") {
            self = .bmp
        } else if start.brands.contains(where: ["avif", "avis"].contains) {
            self = .avif
        } else if start.brands.contains(where: { $0.hasPrefix("he") || ["mif1", "msf1"].contains($0) }) {
            self = .heic
        } else {
            return nil
        }
    }

    /// Returns the kind of a file that is no supported image, for messages: "a PDF document".
    static func name(ofOther beginning: some Collection<UInt8>) -> String? {
        let start = Signature(beginning)
        if start.has("%PDF") { return "a PDF document" }
        if start.has("<svg") || start.has("<?xml") { return "an SVG or XML document" }
        if start.has("8BPS") { return "a Photoshop document" }
        if start.has([0xFF, 0x0A]) || start.has("JXL ", at: 4) { return "a JPEG XL image" }
        if start.has("FUJIFILMCCD-RAW") || start.has("IIRO") || start.has("IIU\0") || start.brands.first == "crx " {
            return "a camera's raw image"
        }
        if start.has("RIFF"), start.has("AVI ", at: 8) { return "an AVI video" }
        if start.has([0x1A, 0x45, 0xDF, 0xA3]) { return "a Matroska or WebM video" }
        if !start.brands.isEmpty { return "an MP4 or QuickTime video" }
        return nil
    }
}

/// The first bytes of a file.
private struct Signature {
    private let bytes: [UInt8]

    init(_ beginning: some Collection<UInt8>) { bytes = Array(beginning.prefix(ImageFileFormat.signatureLength)) }

    func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }

    func has(_ start: [UInt8]) -> Bool { bytes.starts(with: start) }

    /// The brands of an ISO base media file (ISO/IEC 14496-12, 4.3): the major one, then, after its version, the compatible
    /// ones.
    var brands: [String] {
        guard bytes.count >= 16, has("ftyp", at: 4) else { return [] }
        let length = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
        let places = [8] + Array(stride(from: 16, through: min(length, bytes.count) - 4, by: 4))
        return places.map { String(decoding: bytes[$0..<$0 + 4], as: UTF8.self) }
    }
}
