import PoiseGeometry
import CPoiseTIFF
public import PoiseImaging
public import PoiseImageFiles

/// A decoder of TIFF with libtiff, for the first page in full resolution, in strips or tiles.
///
/// CMYK, palettes, YCbCr and CIE Lab are converted to RGB. The orientation tag is applied. 16 bits are rounded to 8.
public struct TIFFDecoder: ImageDecoder {
    /// Creates a decoder.
    public init() {}

    /// Returns whether the file is TIFF.
    public func recognizes(_ beginning: [UInt8]) -> Bool { ImageFileFormat(recognizing: beginning) == .tiff }

    /// Decodes the first page.
    public func image(_ file: [UInt8], maximumPixels: Int) throws(MediaError) -> Image {
        try file.withUnsafeBufferPointer { (file) throws(MediaError) in
            guard let reader = poise_tiff_reader_create(file.baseAddress, file.count) else {
                throw MediaError(.malformed(.tiff, detail: "out of memory"))
            }
            defer { poise_tiff_reader_destroy(reader) }
            var (width, height, orientation) = (UInt32(), UInt32(), Int32())
            guard poise_tiff_read_header(reader, &width, &height, &orientation) else { throw failure(reader) }
            let size = ImageSize(width: Int(width), height: Int(height))
            try size.check(maximumPixels: maximumPixels)

            let count = size.width * size.height * 4
            let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                if poise_tiff_read_pixels(reader, buffer.baseAddress) { initialized = count }
            }
            guard count > 0, pixels.count == count else { throw failure(reader) }
            return try pixels.withUnsafeBufferPointer { (rows) throws(MediaError) in
                guard let rows = rows.baseAddress else { throw MediaError(.truncated(.tiff)) }
                return try Image(
                    rows: rows, stride: size.width * 4, bytesOfPixel: 4, size: size,
                    orientation: Orientation(exif: Int(orientation)) ?? .upright, from: .tiff)
            }
        }
    }

    private func failure(_ reader: OpaquePointer) -> MediaError {
        if poise_tiff_is_raw(reader) { return MediaError(.unsupported(recognized: "a camera's raw image (DNG)")) }
        if poise_tiff_ended_early(reader) { return MediaError(.truncated(.tiff)) }
        return MediaError(.malformed(.tiff, detail: String(cString: poise_tiff_message(reader))))
    }
}
