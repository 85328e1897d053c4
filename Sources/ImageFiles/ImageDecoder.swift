public import PoiseImaging

/// A decoder of image file formats other than JPEG and PNG.
///
/// The product `ImageFormats` has decoders of HEIC, AVIF, WebP, TIFF, BMP, GIF and JPEG 2000:
/// `Image(contentsOf: url, decoders: .everyFormat)`.
public protocol ImageDecoder: Sendable {
    /// Returns whether the decoder supports the format of a file.
    ///
    /// - Parameter beginning: The first ``ImageFileFormat/signatureLength`` bytes of the file, or all of a shorter one.
    func recognizes(_ beginning: [UInt8]) -> Bool

    /// Decodes a file to an upright image in 8-bit RGB.
    ///
    /// - Parameters:
    ///   - file: The whole file.
    ///   - maximumPixels: The limit of pixels; larger images are refused before memory is allocated for them.
    /// - Throws: ``MediaError`` without a path.
    func image(_ file: [UInt8], maximumPixels: Int) throws(MediaError) -> Image
}
