public import PoiseImageFiles

extension [any ImageDecoder] {
    /// The decoders of all formats that this module reads: HEIC, AVIF, WebP, TIFF, BMP, GIF and JPEG 2000.
    public static var everyFormat: [any ImageDecoder] {
        [HEIFDecoder(), WebPDecoder(), TIFFDecoder(), SimpleFormatDecoder()]
    }
}
