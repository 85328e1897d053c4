import PoiseGeometry
import CPoisePNG
import PoiseImaging

/// A decoder of PNG with libpng.
enum PNGDecoder {
    /// Returns the upright RGB image.
    static func image(_ file: UnsafeBufferPointer<UInt8>, maximumPixels: Int) throws(MediaError) -> Image {
        guard let reader = poise_png_reader_create(file.baseAddress, file.count) else {
            throw MediaError(.malformed(.png, detail: "out of memory"))
        }
        defer { poise_png_reader_destroy(reader) }
        var width: UInt32 = 0
        var height: UInt32 = 0
        guard poise_png_read_header(reader, &width, &height) else { throw failure(reader) }
        let size = ImageSize(width: Int(width), height: Int(height))
        try size.check(maximumPixels: maximumPixels)

        let count = size.width * size.height * 3
        let stored = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if poise_png_read_pixels(reader, buffer.baseAddress) { initialized = count }
        }
        guard stored.count == count else { throw failure(reader) }
        return try Image(upright: orientation(reader), stored, stored: size, from: .png)
    }

    private static func orientation(_ reader: OpaquePointer) -> Orientation {
        var count = 0
        guard let chunk = poise_png_exif(reader, &count) else { return .upright }
        let block = EXIF.identification + UnsafeBufferPointer(start: chunk, count: count)
        return block.withUnsafeBufferPointer(EXIF.orientation)
    }

    private static func failure(_ reader: OpaquePointer) -> MediaError {
        if poise_png_ended_early(reader) { return MediaError(.truncated(.png)) }
        return MediaError(.malformed(.png, detail: String(cString: poise_png_message(reader))))
    }
}
