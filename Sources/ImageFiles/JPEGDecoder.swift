import PoiseGeometry
import CPoiseTurboJPEG
import PoiseImaging

/// A decoder of JPEG with libjpeg-turbo.
enum JPEGDecoder {
    /// Returns the upright RGB image.
    static func image(_ file: UnsafeBufferPointer<UInt8>, maximumPixels: Int) throws(MediaError) -> Image {
        guard let decoder = tjInitDecompress() else { throw malformed(nil) }
        defer { tjDestroy(decoder) }
        let (size, isCMYK) = try header(file, decoder)
        try size.check(maximumPixels: maximumPixels)
        let structure = JPEGStructure(file)
        guard structure.isComplete else { throw MediaError(.truncated(.jpeg)) }
        let stored = try pixels(file, size: size, isCMYK: isCMYK, decoder)
        let orientation = structure.exif.map(EXIF.orientation) ?? .upright
        return try Image(upright: orientation, stored, stored: size, from: .jpeg)
    }

    private static func header(
        _ file: UnsafeBufferPointer<UInt8>, _ decoder: tjhandle
    ) throws(MediaError) -> (ImageSize, isCMYK: Bool) {
        var width: Int32 = 0
        var height: Int32 = 0
        var colors: Int32 = -1
        poise_jpeg_read_header(decoder, file.baseAddress, UInt(file.count), &width, &height, &colors)
        guard width > 0, height > 0, colors >= 0 else {
            // To libjpeg a missing end is a warning, and it then fails on the bytes that it inserted instead.
            let isTruncated = hasWarned(decoder) && !JPEGStructure(file).isComplete
            throw isTruncated ? MediaError(.truncated(.jpeg)) : malformed(decoder)
        }
        let isCMYK = [TJCS_CMYK, TJCS_YCCK].contains(TJCS(UInt32(colors)))
        return (ImageSize(width: Int(width), height: Int(height)), isCMYK)
    }

    private static func pixels(
        _ file: UnsafeBufferPointer<UInt8>, size: ImageSize, isCMYK: Bool, _ decoder: tjhandle
    ) throws(MediaError) -> [UInt8] {
        let area = size.width * size.height
        let channels = isCMYK ? 4 : 3
        var status: Int32 = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: area * channels) { buffer, initialized in
            status = tjDecompress2(
                decoder, file.baseAddress, UInt(file.count), buffer.baseAddress, Int32(size.width),
                Int32(size.width * channels), Int32(size.height), (isCMYK ? TJPF_CMYK : TJPF_RGB).code,
                TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)
            if status != 0, isFatal(decoder) { return }
            if isCMYK { convertFromCMYK(buffer, area: area) }
            initialized = area * 3
        }
        if status != 0, isFatal(decoder) { throw malformed(decoder) }
        return pixels
    }

    /// Converts CMYK to RGB in place: `channel = K - (255 - channel) * K / 256`, the division rounded down.
    ///
    /// OpenCV's JPEG reader computes the same. Both assume that the inks are stored inverted, as by Adobe's programs, which
    /// makes it about `C * K / 255`.
    private static func convertFromCMYK(_ buffer: UnsafeMutableBufferPointer<UInt8>, area: Int) {
        for pixel in 0..<area {
            let black = Int(buffer[pixel * 4 + 3])
            for channel in 0..<3 {
                let ink = Int(buffer[pixel * 4 + channel])
                buffer[pixel * 3 + channel] = UInt8(black - (((255 - ink) * black) >> 8))
            }
        }
    }

    /// The warnings that do not affect pixels: libjpeg's messages about stray bytes between segments, and about unusual
    /// fields in headers. Other warnings mean that it filled in pixels.
    private static let harmlessWarnings = [
        "extraneous bytes before marker", "unknown JFIF revision", "Unknown Adobe color transform",
        "Invalid SOS parameters",
    ]

    /// Returns whether the last call did not produce a complete image. TurboJPEG reports a warning even if an error followed
    /// it, but then its message is that of the error.
    private static func isFatal(_ decoder: tjhandle) -> Bool {
        let message = message(decoder)
        return !hasWarned(decoder) || !harmlessWarnings.contains { message.contains($0) }
    }

    private static func hasWarned(_ decoder: tjhandle) -> Bool { tjGetErrorCode(decoder) == TJERR_WARNING.code }

    private static func malformed(_ decoder: tjhandle?) -> MediaError {
        MediaError(.malformed(.jpeg, detail: message(decoder)))
    }

    private static func message(_ decoder: tjhandle?) -> String { String(cString: tjGetErrorStr2(decoder)) }
}
