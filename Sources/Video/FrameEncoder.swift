import CPoiseFFmpeg
import PoiseImaging

/// An encoder of frames; frames of another size than the first are scaled to it, with black bars if the shape differs.
final class FrameEncoder {
    /// The encoders in order of preference, each with the denominator of its time base: microseconds if possible, otherwise
    /// the finest unit of MPEG-4.
    private static let candidates: [(name: String, unit: Int32)] = [
        ("libx264", 1_000_000), ("libopenh264", 1_000_000), ("mpeg4", 65_535),
    ]

    /// The size of the input images; the stored size is rounded up to even numbers.
    let width: Int
    let height: Int
    let context: UnsafeMutablePointer<AVCodecContext>
    private let place: String
    private let frame: UnsafeMutablePointer<AVFrame>
    private let packet: UnsafeMutablePointer<AVPacket>
    private let converter: OpaquePointer
    /// The buffer for an image with its last row and column doubled.
    private var padded: [UInt8] = []
    /// The scaler of frames of another size.
    private var fitter: OpaquePointer?

    init(width: Int, height: Int, options: VideoWriter.Options, place: String) throws(VideoError) {
        let failure = { (detail: String) in VideoError(.cannotEncode(detail: detail), at: place) }
        // Chroma is stored for squares of 2 x 2 pixels.
        guard let storedWidth = Int32(exactly: width + width % 2),
            let storedHeight = Int32(exactly: height + height % 2)
        else { throw failure("a side is too long") }
        self.width = width
        self.height = height
        self.place = place
        var context: UnsafeMutablePointer<AVCodecContext>?
        var status = poise_error_no_encoder
        for candidate in Self.candidates {
            (context, status) = Self.open(candidate.name, candidate.unit, storedWidth, storedHeight, options)
            if context != nil { break }
        }
        guard let opened = context else { throw failure(FFmpeg.message(status)) }
        var frame = av_frame_alloc()
        var packet = av_packet_alloc()
        frame?.pointee.width = storedWidth
        frame?.pointee.height = storedHeight
        frame?.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        // Chroma is computed for each pixel and then halved, for which swscale has vector code; it has none for its default,
        // which computes chroma for each pair of pixels.
        let converter = poise_scaler_cached(
            nil, storedWidth, storedHeight, AV_PIX_FMT_RGB24.rawValue, storedWidth, storedHeight,
            AV_PIX_FMT_YUV420P.rawValue, poise_scale_bicubic | poise_scale_full_chroma_input)
        guard let room = frame, let packetRoom = packet, let converter, av_frame_get_buffer(frame, 0) >= 0,
            options.color.conversion == .bt601
                || poise_scaler_set_output_colors(converter, Int32(bitPattern: AVCOL_SPC_BT709.rawValue))
        else {
            avcodec_free_context(&context)
            av_frame_free(&frame)
            av_packet_free(&packet)
            poise_scaler_free(converter)
            throw failure("out of memory")
        }
        self.context = opened
        self.frame = room
        self.packet = packetRoom
        self.converter = converter
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        var frame: UnsafeMutablePointer<AVFrame>? = frame
        var packet: UnsafeMutablePointer<AVPacket>? = packet
        avcodec_free_context(&context)
        av_frame_free(&frame)
        av_packet_free(&packet)
        poise_scaler_free(converter)
        poise_scaler_free(fitter)
    }

    /// Encodes an image and passes on the packets that are ready.
    ///
    /// - Parameter time: The time in units of the context's time base.
    func encode(
        _ image: Image, at time: Int64, ready: (UnsafeMutablePointer<AVPacket>) throws(VideoError) -> Void
    ) throws(VideoError) {
        // The encoder may still read the last frame.
        guard av_frame_make_writable(frame) >= 0 else { throw failure(poise_error_no_memory) }
        let image = image.converted(to: .rgb)
        let isFitting = image.width == width && image.height == height
        guard let pixels = isFitting ? image.pixels : fitted(image) else { throw failure(poise_error_no_memory) }
        fill(with: pixels)
        try encodeAgain(at: time, ready: ready)
    }

    /// Encodes the last image again.
    func encodeAgain(
        at time: Int64, ready: (UnsafeMutablePointer<AVPacket>) throws(VideoError) -> Void
    ) throws(VideoError) {
        frame.pointee.pts = time
        let status = avcodec_send_frame(context, frame)
        guard status >= 0 else { throw failure(status) }
        try receive(ready)
    }

    /// Flushes the encoder and passes on the remaining packets.
    func finish(ready: (UnsafeMutablePointer<AVPacket>) throws(VideoError) -> Void) throws(VideoError) {
        avcodec_send_frame(context, nil)
        try receive(ready)
    }

    private func receive(
        _ ready: (UnsafeMutablePointer<AVPacket>) throws(VideoError) -> Void
    ) throws(VideoError) {
        while true {
            let status = avcodec_receive_packet(context, packet)
            if status == poise_error_again || status == poise_error_end { return }
            guard status >= 0 else { throw failure(status) }
            defer { av_packet_unref(packet) }
            try ready(packet)
        }
    }

    private func fill(with pixels: [UInt8]) {
        let (storedWidth, storedHeight) = (Int(context.pointee.width), Int(context.pointee.height))
        let isEven = storedWidth == width && storedHeight == height
        if !isEven { pad(pixels, to: storedWidth, storedHeight) }
        _ = poise_scaler_write(
            converter, isEven ? pixels : padded, Int32(storedWidth * 3), Int32(storedHeight), frame)
    }

    /// Returns the pixels of an image scaled to the first frame's size, centered between black bars if the shape differs;
    /// `nil` if out of memory.
    private func fitted(_ image: Image) -> [UInt8]? {
        let scale = min(Double(width) / Double(image.width), Double(height) / Double(image.height))
        let inner = (
            width: min(max(Int((Double(image.width) * scale).rounded()), 1), width),
            height: min(max(Int((Double(image.height) * scale).rounded()), 1), height)
        )
        guard let imageWidth = Int32(exactly: image.width), let imageHeight = Int32(exactly: image.height) else {
            return nil
        }
        fitter = poise_scaler_cached(
            fitter, imageWidth, imageHeight, AV_PIX_FMT_RGB24.rawValue, Int32(inner.width), Int32(inner.height),
            AV_PIX_FMT_RGB24.rawValue, poise_scale_bicubic | poise_scale_accurate)
        guard let fitter else { return nil }
        // Swscale writes whole groups of pixels, so rows are padded to them.
        let stride = (inner.width * 3 + 127) / 64 * 64
        var scaled = [UInt8](repeating: 0, count: stride * inner.height)
        let rows = image.pixels.withUnsafeBufferPointer { input in
            scaled.withUnsafeMutableBufferPointer { output in
                poise_scaler_run(
                    fitter, [input.baseAddress], [imageWidth * 3], imageHeight, [output.baseAddress], [Int32(stride)])
            }
        }
        guard rows == Int32(inner.height) else { return nil }
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        let (left, top) = ((width - inner.width) / 2, (height - inner.height) / 2)
        for y in 0..<inner.height {
            let start = ((top + y) * width + left) * 3
            pixels.replaceSubrange(
                start..<start + inner.width * 3, with: scaled[y * stride..<y * stride + inner.width * 3])
        }
        return pixels
    }

    private func pad(_ pixels: [UInt8], to storedWidth: Int, _ storedHeight: Int) {
        padded.removeAll(keepingCapacity: true)
        padded.reserveCapacity(storedWidth * storedHeight * 3)
        for y in 0..<storedHeight {
            let row = pixels[min(y, height - 1) * width * 3..<(min(y, height - 1) + 1) * width * 3]
            padded.append(contentsOf: row)
            if storedWidth > width { padded.append(contentsOf: row.suffix(3)) }
        }
    }

    private func failure(_ status: Int32) -> VideoError {
        VideoError(.cannotEncode(detail: FFmpeg.message(status)), at: place)
    }

    private static func open(
        _ name: String, _ unit: Int32, _ width: Int32, _ height: Int32, _ options: VideoWriter.Options
    ) -> (UnsafeMutablePointer<AVCodecContext>?, Int32) {
        guard let codec = avcodec_find_encoder_by_name(name), var context = Optional(avcodec_alloc_context3(codec)),
            let encoder = context
        else { return (nil, poise_error_no_encoder) }
        encoder.pointee.width = width
        encoder.pointee.height = height
        encoder.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        encoder.pointee.time_base = AVRational(num: 1, den: unit)
        encoder.pointee.framerate = av_d2q(options.frameRate, 1_000_000)
        // A key frame every two seconds.
        encoder.pointee.gop_size = Int32(clamping: Int(max(1, (options.frameRate * 2).rounded())))
        encoder.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        encoder.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        encoder.pointee.color_primaries = AVColorPrimaries(UInt32(clamping: options.color.primaries))
        encoder.pointee.color_trc = AVColorTransferCharacteristic(UInt32(clamping: options.color.transfer))
        encoder.pointee.colorspace = options.color.matrix
        encoder.pointee.color_range = AVCOL_RANGE_MPEG
        encoder.pointee.thread_count = 0
        // No B-frames: they take a quarter of the time, and save less than a quarter of the size.
        encoder.pointee.max_b_frames = 0
        var settings = FFmpegOptions(["crf": "\(options.constantRateFactor)", "preset": "superfast"])
        if name == "mpeg4" {
            // The scale of MPEG-4 from 1 to 31 matches that of x264 in the middle.
            encoder.pointee.flags |= AV_CODEC_FLAG_QSCALE
            encoder.pointee.global_quality = FF_QP2LAMBDA * Int32(max(1, options.constantRateFactor / 4))
        }
        let status = avcodec_open2(encoder, codec, &settings.dictionary)
        if status < 0 { avcodec_free_context(&context) }
        return (context, status)
    }
}
