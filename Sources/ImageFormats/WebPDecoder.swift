import PoiseGeometry
import CPoiseWebP
public import PoiseImaging
public import PoiseImageFiles

/// A decoder of WebP with libwebp, for the image or the first frame of an animation.
///
/// The orientation of an EXIF chunk is applied.
public struct WebPDecoder: ImageDecoder {
    /// Creates a decoder.
    public init() {}

    /// Returns whether the file is WebP.
    public func recognizes(_ beginning: [UInt8]) -> Bool { ImageFileFormat(recognizing: beginning) == .webp }

    /// Decodes the image, or the first frame.
    public func image(_ file: [UInt8], maximumPixels: Int) throws(MediaError) -> Image {
        try file.withUnsafeBufferPointer { (file) throws(MediaError) in
            var features = WebPBitstreamFeatures()
            try check(WebPGetFeatures(file.baseAddress, file.count, &features))
            let size = ImageSize(width: Int(features.width), height: Int(features.height))
            try size.check(maximumPixels: maximumPixels)
            // The file states its length after its first four bytes (RIFF).
            let stated = file[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            guard stated + 8 <= file.count else { throw MediaError(.truncated(.webp)) }
            return features.has_animation == 0 ? try still(file, size) : try firstFrame(file, size)
        }
    }

    private func still(_ file: UnsafeBufferPointer<UInt8>, _ size: ImageSize) throws(MediaError) -> Image {
        var configuration = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&configuration) != 0 else {
            throw MediaError(.malformed(.webp, detail: "another version of libwebp is installed than was built with"))
        }
        configuration.output.colorspace = MODE_RGB
        defer { WebPFreeDecBuffer(&configuration.output) }
        try check(WebPDecode(file.baseAddress, file.count, &configuration))
        let output = configuration.output.u.RGBA
        guard let rows = output.rgba, configuration.output.width == size.width,
            configuration.output.height == size.height
        else { throw MediaError(.malformed(.webp, detail: "the decoded image has another size than stated")) }
        return try Image(
            rows: rows, stride: Int(output.stride), bytesOfPixel: 3, size: size, orientation: orientation(file),
            from: .webp)
    }

    private func firstFrame(_ file: UnsafeBufferPointer<UInt8>, _ size: ImageSize) throws(MediaError) -> Image {
        var options = WebPAnimDecoderOptions()
        guard WebPAnimDecoderOptionsInit(&options) != 0 else {
            throw MediaError(.malformed(.webp, detail: "another version of libwebp is installed than was built with"))
        }
        options.color_mode = MODE_RGBA
        var data = WebPData(bytes: file.baseAddress, size: file.count)
        let decoder = WebPAnimDecoderNew(&data, &options)
        defer { WebPAnimDecoderDelete(decoder) }
        var info = WebPAnimInfo()
        var rows: UnsafeMutablePointer<UInt8>?
        var time: Int32 = 0
        guard let decoder, WebPAnimDecoderGetInfo(decoder, &info) != 0, info.canvas_width == size.width,
            info.canvas_height == size.height, WebPAnimDecoderGetNext(decoder, &rows, &time) != 0, let rows
        else { throw MediaError(.malformed(.webp, detail: "the first frame cannot be decoded")) }
        return try Image(
            rows: rows, stride: size.width * 4, bytesOfPixel: 4, size: size, orientation: orientation(file), from: .webp
        )
    }

    private func orientation(_ file: UnsafeBufferPointer<UInt8>) -> Orientation {
        var data = WebPData(bytes: file.baseAddress, size: file.count)
        let demuxer = WebPDemux(&data)
        defer { WebPDemuxDelete(demuxer) }
        var chunk = WebPChunkIterator()
        defer { WebPDemuxReleaseChunkIterator(&chunk) }
        guard let demuxer, WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk) != 0 else { return .upright }
        let stored = UnsafeBufferPointer(start: chunk.chunk.bytes, count: chunk.chunk.size)
        // Some programs write the identification of JPEG's EXIF blocks here, too.
        let block = stored.starts(with: EXIF.identification) ? Array(stored) : EXIF.identification + stored
        return block.withUnsafeBufferPointer(EXIF.orientation)
    }

    private func check(_ status: VP8StatusCode) throws(MediaError) {
        switch status {
        case VP8_STATUS_OK: return
        case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED: throw MediaError(.truncated(.webp))
        case VP8_STATUS_OUT_OF_MEMORY: throw MediaError(.malformed(.webp, detail: "out of memory"))
        case VP8_STATUS_UNSUPPORTED_FEATURE: throw MediaError(.malformed(.webp, detail: "an unsupported feature"))
        default: throw MediaError(.malformed(.webp, detail: "the bitstream is invalid"))
        }
    }
}
