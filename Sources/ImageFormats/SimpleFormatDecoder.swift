import PoiseGeometry
import CPoiseFFmpeg
public import PoiseImaging
public import PoiseImageFiles

/// A decoder of BMP, GIF and JPEG 2000 with FFmpeg, for the image or the first frame of an animation.
public struct SimpleFormatDecoder: ImageDecoder {
    /// Creates a decoder.
    public init() {}

    /// Returns whether the file is BMP, GIF or JPEG 2000.
    public func recognizes(_ beginning: [UInt8]) -> Bool {
        ImageFileFormat(recognizing: beginning).flatMap(Self.codec) != nil
    }

    /// Decodes the image, or the first frame.
    public func image(_ file: [UInt8], maximumPixels: Int) throws(MediaError) -> Image {
        guard let format = ImageFileFormat(recognizing: file), let codec = Self.codec(of: format) else {
            throw MediaError(.unsupported(recognized: nil))
        }
        if format == .gif, !GIFStructure.hasFirstImage(file) { throw MediaError(.truncated(.gif)) }
        av_log_set_level(AV_LOG_QUIET)
        return try StillDecoder(codec, format, maximumPixels: maximumPixels).image(file)
    }

    private static func codec(of format: ImageFileFormat) -> AVCodecID? {
        switch format {
        case .bmp: AV_CODEC_ID_BMP
        case .gif: AV_CODEC_ID_GIF
        case .jpeg2000: AV_CODEC_ID_JPEG2000
        default: nil
        }
    }
}

/// A decoder of FFmpeg for a file that is a single packet.
private final class StillDecoder {
    private let format: ImageFileFormat
    private let maximumPixels: Int
    private var context: UnsafeMutablePointer<AVCodecContext>?
    private var frame: UnsafeMutablePointer<AVFrame>?
    /// The size of a frame that was refused.
    private var refused: ImageSize?

    init(_ codec: AVCodecID, _ format: ImageFileFormat, maximumPixels: Int) throws(MediaError) {
        self.format = format
        self.maximumPixels = maximumPixels
        guard let decoder = avcodec_find_decoder(codec) else {
            throw MediaError(.malformed(format, detail: "FFmpeg was built without its decoder"))
        }
        context = avcodec_alloc_context3(decoder)
        frame = av_frame_alloc()
        guard let context, frame != nil else { throw MediaError(.malformed(format, detail: "out of memory")) }
        context.pointee.thread_count = 1
        context.pointee.err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK
        context.pointee.opaque = Unmanaged.passUnretained(self).toOpaque()
        context.pointee.get_buffer2 = { context, frame, flags in
            guard let context, let frame, let opaque = context.pointee.opaque else { return poise_error_no_memory }
            let decoder = Unmanaged<StillDecoder>.fromOpaque(opaque).takeUnretainedValue()
            let size = ImageSize(width: Int(frame.pointee.width), height: Int(frame.pointee.height))
            guard size.width * size.height <= decoder.maximumPixels else {
                decoder.refused = size
                return poise_error_no_memory
            }
            return avcodec_default_get_buffer2(context, frame, flags)
        }
        try check(avcodec_open2(context, decoder, nil))
    }

    deinit {
        av_frame_free(&frame)
        avcodec_free_context(&context)
    }

    func image(_ file: [UInt8]) throws(MediaError) -> Image {
        guard let count = Int32(exactly: file.count) else { throw MediaError(.tooManyBytes(maximum: Int(Int32.max))) }
        var packet = av_packet_alloc()
        defer { av_packet_free(&packet) }
        guard let packet, av_new_packet(packet, count) >= 0 else { throw outOfMemory }
        file.withUnsafeBufferPointer { bytes in
            if let bytes = bytes.baseAddress { packet.pointee.data.update(from: bytes, count: file.count) }
        }
        packet.pointee.flags = AV_PKT_FLAG_KEY
        try check(avcodec_send_packet(context, packet))
        try check(avcodec_send_packet(context, nil))
        try check(avcodec_receive_frame(context, frame))
        return try rgbImage()
    }

    private func rgbImage() throws(MediaError) -> Image {
        guard let frame else { throw outOfMemory }
        let (width, height) = (frame.pointee.width, frame.pointee.height)
        var output = av_frame_alloc()
        defer { av_frame_free(&output) }
        let scaler = poise_scaler_cached(
            nil, width, height, frame.pointee.format, width, height, AV_PIX_FMT_RGB24.rawValue,
            poise_scale_bicubic | poise_scale_full_chroma_input | poise_scale_accurate)
        defer { poise_scaler_free(scaler) }
        guard let output, let scaler else { throw outOfMemory }
        output.pointee.format = AV_PIX_FMT_RGB24.rawValue
        output.pointee.width = width
        output.pointee.height = height
        guard av_frame_get_buffer(output, 64) >= 0 else { throw outOfMemory }
        // The YCC of JPEG 2000 has the full range of BT.601, like that of JPEG; FFmpeg does not set this.
        _ = poise_scaler_set_input_colors(scaler, Int32(SWS_CS_ITU601), true)
        let stride = output.pointee.linesize.0
        guard let rows = output.pointee.data.0, poise_scaler_read(scaler, frame, rows, stride) == height else {
            throw MediaError(.malformed(format, detail: "its colors cannot be converted"))
        }
        return try Image(
            rows: rows, stride: Int(stride), bytesOfPixel: 3,
            size: ImageSize(width: Int(width), height: Int(height)), from: format)
    }

    private var outOfMemory: MediaError { MediaError(.malformed(format, detail: "out of memory")) }

    private func check(_ code: Int32) throws(MediaError) {
        guard code < 0 else { return }
        if let refused { try refused.check(maximumPixels: maximumPixels) }
        if code == poise_error_end || code == poise_error_again { throw MediaError(.truncated(format)) }
        var buffer = [CChar](repeating: 0, count: 256)
        av_strerror(code, &buffer, buffer.count)
        let message = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw MediaError(.malformed(format, detail: message))
    }
}
