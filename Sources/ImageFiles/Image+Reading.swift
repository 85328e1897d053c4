import PoiseGeometry
import PoiseImaging

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

extension Image {
    /// The default limit of pixels of an image: 100 million, 300 MB once decoded.
    public static let defaultMaximumPixels = 100_000_000

    /// Reads a JPEG or PNG file, or a file of another format with a decoder for it.
    ///
    /// The format is recognized by the file's first bytes. The result is always RGB: gray is repeated, opacity is
    /// dropped (not blended), 16 bits lose the lower 8, gamma and color profiles are ignored, and EXIF orientation
    /// is applied. These are the rules of OpenCV's `imread`, and the pixels are equal.
    ///
    /// - Parameters:
    ///   - url: The URL of a local file; pipes and devices are read to their end.
    ///   - maximumPixels: The limit of pixels; larger images are refused before memory is allocated for them.
    ///   - decoders: The decoders of other formats; the first that recognizes a file reads it. JPEG and PNG need none.
    /// - Throws: ``MediaError`` with the file's path.
    public init(
        contentsOf url: URL, maximumPixels: Int = Image.defaultMaximumPixels, decoders: [any ImageDecoder] = []
    ) throws(MediaError) {
        guard url.isFileURL else { throw MediaError(.notAFile, path: url.absoluteString) }
        try self.init(path: url.path, maximumPixels: maximumPixels, decoders: decoders)
    }

    /// Reads a file by its literal path: a URL would make it absolute, resolve `..` without regard to symbolic links, and
    /// replace a tilde by the home folder.
    package init(
        path: String, maximumPixels: Int = Image.defaultMaximumPixels, decoders: [any ImageDecoder] = []
    ) throws(MediaError) {
        do throws(MediaError) {
            let bytes = try InputFile.bytes(path: path, maximumPixels: maximumPixels) {
                (beginning) throws(MediaError) in
                _ = try Reader(recognizing: beginning, decoders)
            }
            try self.init(encoded: bytes, maximumPixels: maximumPixels, decoders: decoders)
        } catch {
            throw error.at(path)
        }
    }

    /// Reads an image file in memory, by the same rules as ``init(contentsOf:maximumPixels:decoders:)``.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - maximumPixels: The limit of pixels; larger images are refused before memory is allocated for them.
    ///   - decoders: The decoders of other formats.
    /// - Throws: ``MediaError`` without a path.
    public init(
        encoded bytes: [UInt8], maximumPixels: Int = Image.defaultMaximumPixels, decoders: [any ImageDecoder] = []
    ) throws(MediaError) {
        switch try Reader(recognizing: bytes.prefix(ImageFileFormat.signatureLength), decoders) {
        case .jpeg:
            self = try bytes.withUnsafeBufferPointer { (file) throws(MediaError) in
                try JPEGDecoder.image(file, maximumPixels: maximumPixels)
            }
        case .png:
            self = try bytes.withUnsafeBufferPointer { (file) throws(MediaError) in
                try PNGDecoder.image(file, maximumPixels: maximumPixels)
            }
        case .decoder(let decoder):
            self = try decoder.image(bytes, maximumPixels: maximumPixels)
        }
    }
}

/// The decoder of a file.
private enum Reader {
    case jpeg
    case png
    case decoder(any ImageDecoder)

    /// Chooses the decoder by the first bytes of a file.
    ///
    /// - Throws: ``MediaError`` if there are no bytes, or no decoder for the format.
    init(recognizing beginning: ArraySlice<UInt8>, _ decoders: [any ImageDecoder]) throws(MediaError) {
        if beginning.isEmpty { throw MediaError(.empty) }
        let format = ImageFileFormat(recognizing: beginning)
        if format == .jpeg {
            self = .jpeg
        } else if format == .png {
            self = .png
        } else if let decoder = decoders.first(where: { $0.recognizes(Array(beginning)) }) {
            self = .decoder(decoder)
        } else if let format {
            throw MediaError(.needsDecoder(format))
        } else {
            throw MediaError(.unsupported(recognized: ImageFileFormat.name(ofOther: beginning)))
        }
    }
}

extension Image {
    /// Creates an upright image from decoded RGB pixels in their stored orientation.
    package init(
        upright orientation: Orientation, _ pixels: consuming [UInt8], stored: ImageSize, from format: ImageFileFormat
    ) throws(MediaError) {
        let size = orientation.size(width: stored.width, height: stored.height)
        let pixels = orientation.upright(pixels, stored: stored)
        do throws(ImageError) {
            try self.init(width: size.width, height: size.height, format: .rgb, pixels: pixels)
        } catch {
            throw MediaError(.malformed(format, detail: error.description))
        }
    }
}

extension ImageSize {
    /// Throws an error for an image with too many pixels. The sides come from 32-bit fields, so their product fits in an
    /// `Int`.
    package func check(maximumPixels: Int) throws(MediaError) {
        guard width * height <= maximumPixels else {
            throw MediaError(.tooManyPixels(width: width, height: height, maximum: maximumPixels))
        }
    }
}
