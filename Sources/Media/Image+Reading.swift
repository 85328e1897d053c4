import Imaging

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

extension Image {
    /// How many pixels a picture may have when the caller says nothing: 100 million, 300 MB once decoded.
    public static let defaultMaximumPixels = 100_000_000

    /// Reads a JPEG or PNG file.
    ///
    /// The format is recognised by the file's first bytes. The result is always RGB: grey is repeated, opacity is
    /// dropped (not blended), 16 bits lose the lower 8, gamma and colour profiles are passed over, and EXIF orientation
    /// is applied. These are the rules of OpenCV's `imread`, and the pixels are the same.
    ///
    /// - Parameters:
    ///   - url: A local file; pipes and devices are read to their end.
    ///   - maximumPixels: Pictures with more pixels are refused before memory is taken for them.
    /// - Throws: ``MediaError`` with the file's path.
    public init(contentsOf url: URL, maximumPixels: Int = Image.defaultMaximumPixels) throws(MediaError) {
        guard url.isFileURL else { throw MediaError(.notAFile, path: url.absoluteString) }
        try self.init(path: url.path, maximumPixels: maximumPixels)
    }

    /// Reads a file whose path is taken as it stands: a URL would make it absolute, resolve `..` without heed of symbolic
    /// links, and put the home folder in a tilde's place.
    package init(path: String, maximumPixels: Int = Image.defaultMaximumPixels) throws(MediaError) {
        do throws(MediaError) {
            let bytes = try InputFile.bytes(path: path, maximumPixels: maximumPixels)
            try self.init(encoded: bytes, maximumPixels: maximumPixels)
        } catch {
            throw error.at(path)
        }
    }

    /// Reads a JPEG or PNG file that is in memory already, by the same rules as ``init(contentsOf:maximumPixels:)``.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - maximumPixels: Pictures with more pixels are refused before memory is taken for them.
    /// - Throws: ``MediaError`` without a path.
    public init(encoded bytes: [UInt8], maximumPixels: Int = Image.defaultMaximumPixels) throws(MediaError) {
        self = try bytes.withUnsafeBufferPointer { (file) throws(MediaError) in
            switch try ImageFileFormat(recognizing: file) {
            case .jpeg: try JPEGDecoder.image(file, maximumPixels: maximumPixels)
            case .png: try PNGDecoder.image(file, maximumPixels: maximumPixels)
            }
        }
    }
}

extension Image {
    /// The picture from decoded RGB pixels that may have to be turned.
    init(
        upright orientation: Orientation, _ pixels: consuming [UInt8], stored: ImageSize, from format: ImageFileFormat
    ) throws(MediaError) {
        let size = orientation.size(stored)
        let pixels = orientation.upright(pixels, stored: stored)
        do throws(ImageError) {
            try self.init(width: size.width, height: size.height, format: .rgb, pixels: pixels)
        } catch {
            throw MediaError(.malformed(format, detail: error.description))
        }
    }
}

/// What a picture's header announces.
struct ImageSize {
    var width: Int
    var height: Int

    /// Refuses a picture with too many pixels. The sides come from 32-bit fields, so their product fits in an `Int`.
    func check(maximumPixels: Int) throws(MediaError) {
        guard width * height <= maximumPixels else {
            throw MediaError(.tooManyPixels(width: width, height: height, maximum: maximumPixels))
        }
    }
}
