public import CPoiseFFmpeg
public import Foundation
public import PoiseImaging

/// A video file for tests with unusual properties: pixels that are not square, orientation, colors, times, sound.
///
/// Unlike `VideoWriter`, which writes files for players, this writes files as cameras, broadcasters and faulty programs do.
public struct FixtureVideo {
    /// The images, all of one size.
    public var images: [Image]
    /// The presentation times, in units of 1/90,000 second.
    public var times: [Int64]
    /// The replacements of presentation times, by the number of the frame; the decoding time stays, and is not later.
    public var falseTimes: [Int: Int64] = [:]
    /// FFmpeg's name of the encoder.
    public var encoder = "libx264"
    /// FFmpeg's name of the encoder's pixel format.
    public var pixelFormat = AV_PIX_FMT_YUV420P
    /// The number of consecutive B-frames.
    public var bFrames: Int32 = 0
    /// The ratio of a pixel's width to its height.
    public var pixelShape = AVRational(num: 0, den: 1)
    /// The rotation by a player as stated by the container, degrees clockwise.
    public var containerRotation: Double?
    /// The rotation by a player as stated by H.264, degrees counterclockwise.
    public var codecRotation: Int?
    /// The tags by ITU-T H.273, and the matrix used: primaries, transfer, matrix.
    public var color: (primaries: UInt32, transfer: UInt32, matrix: UInt32)?
    /// Whether frames are coded as two fields.
    public var isInterlaced = false
    /// The sound.
    public var sound: Sound?
    /// The offset added to all times of the file, in units of 1/90,000 second.
    public var clockStart: Int64 = 0

    /// A tone of 440 Hz.
    public struct Sound {
        /// FFmpeg's name of the encoder.
        public var encoder: String
        /// The sample rate, samples per second.
        public var rate: Int32
        /// The duration, seconds.
        public var duration: Double
        /// The start time, seconds.
        public var start: Double

        /// Creates a sound.
        public init(_ encoder: String, rate: Int32 = 48_000, duration: Double, start: Double = 0) {
            self.encoder = encoder
            self.rate = rate
            self.duration = duration
            self.start = start
        }
    }

    /// Creates a video of images at an even rate.
    public init(_ images: [Image], rate: Int64 = 30) {
        self.images = images
        times = images.indices.map { Int64($0) * 90_000 / rate }
    }

    /// An error of a call of FFmpeg.
    public struct Failure: Error, CustomStringConvertible {
        /// The name of the call.
        public let step: String
        /// FFmpeg's error code.
        public let status: Int32

        /// The call and the code.
        public var description: String { "\(step): \(status)" }
    }

    /// Returns whether the installed FFmpeg has an encoder.
    public static func has(encoder: String) -> Bool { avcodec_find_encoder_by_name(encoder) != nil }

    /// Writes the file; the extension of its name determines the container.
    public func write(to url: URL) throws {
        av_log_set_level(AV_LOG_QUIET)
        var context: UnsafeMutablePointer<AVFormatContext>?
        try check("container", avformat_alloc_output_context2(&context, nil, nil, url.path))
        guard let muxer = context else { throw Failure(step: "container", status: 0) }
        defer {
            avio_closep(&muxer.pointee.pb)
            avformat_free_context(muxer)
        }
        muxer.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        // Times are stored as given: no muxer must shift them to begin at zero.
        muxer.pointee.avoid_negative_ts = 0
        let pictures = try VideoTrack(self, muxer)
        let tone = try sound.map { try SoundTrack($0, clockStart: clockStart, muxer) }
        try check("file", avio_open(&muxer.pointee.pb, url.path, AVIO_FLAG_WRITE))
        var options: OpaquePointer?
        av_dict_set(&options, "muxdelay", "0", 0)
        try check("header", avformat_write_header(muxer, &options))
        av_dict_free(&options)
        // FFmpeg's muxers sort the packets.
        try tone?.write()
        try pictures.write()
        try check("trailer", av_write_trailer(muxer))
    }
}

func check(_ step: String, _ status: Int32) throws {
    guard status >= 0 else { throw FixtureVideo.Failure(step: step, status: status) }
}

/// Encodes and writes the images.
private final class VideoTrack {
    private let video: FixtureVideo
    private let muxer: UnsafeMutablePointer<AVFormatContext>
    private let stream: UnsafeMutablePointer<AVStream>
    private var context: UnsafeMutablePointer<AVCodecContext>?
    private var filter: UnsafeMutablePointer<AVBSFContext>?

    init(_ video: FixtureVideo, _ muxer: UnsafeMutablePointer<AVFormatContext>) throws {
        self.video = video
        self.muxer = muxer
        guard let codec = avcodec_find_encoder_by_name(video.encoder), let stream = avformat_new_stream(muxer, nil),
            let context = avcodec_alloc_context3(codec), let first = video.images.first
        else { throw FixtureVideo.Failure(step: "encoder \(video.encoder)", status: 0) }
        self.stream = stream
        self.context = context
        context.pointee.width = Int32(first.width)
        context.pointee.height = Int32(first.height)
        context.pointee.pix_fmt = video.pixelFormat
        context.pointee.time_base = AVRational(num: 1, den: video.encoder == "mpeg4" ? 30_000 : 90_000)
        context.pointee.framerate = AVRational(num: 30, den: 1)
        context.pointee.sample_aspect_ratio = video.pixelShape
        context.pointee.max_b_frames = video.bFrames
        context.pointee.gop_size = 12
        context.pointee.thread_count = 1
        context.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        if video.encoder == "mjpeg" { context.pointee.color_range = AVCOL_RANGE_JPEG }
        if let color = video.color {
            context.pointee.color_primaries = AVColorPrimaries(color.primaries)
            context.pointee.color_trc = AVColorTransferCharacteristic(color.transfer)
            context.pointee.colorspace = AVColorSpace(color.matrix)
        }
        if video.isInterlaced { context.pointee.flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME }
        if muxer.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 {
            context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        }
        var options: OpaquePointer?
        av_dict_set(&options, "crf", "12", 0)
        av_dict_set(&options, "preset", "veryfast", 0)
        if video.encoder == "libx265" { av_dict_set(&options, "x265-params", "log-level=none", 0) }
        try check("encoder", avcodec_open2(context, codec, &options))
        av_dict_free(&options)
        avcodec_parameters_from_context(stream.pointee.codecpar, context)
        stream.pointee.sample_aspect_ratio = video.pixelShape
        stream.pointee.time_base = AVRational(num: 1, den: 90_000)
        stream.pointee.avg_frame_rate = context.pointee.framerate
        if let degrees = video.containerRotation { try poiseAddDisplayMatrix(stream, degrees) }
        if let degrees = video.codecRotation {
            let name = "h264_metadata=display_orientation=insert:rotate=\(degrees)"
            try check("filter", av_bsf_list_parse_str(name, &filter))
            avcodec_parameters_copy(filter?.pointee.par_in, stream.pointee.codecpar)
            filter?.pointee.time_base_in = context.pointee.time_base
            try check("filter", av_bsf_init(filter))
        }
    }

    deinit {
        avcodec_free_context(&context)
        av_bsf_free(&filter)
    }

    func write() throws {
        guard let context else { return }
        var frame = av_frame_alloc()
        var packet = av_packet_alloc()
        defer {
            av_frame_free(&frame)
            av_packet_free(&packet)
        }
        guard let frame, let packet else { return }
        frame.pointee.width = context.pointee.width
        frame.pointee.height = context.pointee.height
        frame.pointee.format = context.pointee.pix_fmt.rawValue
        frame.pointee.color_range = context.pointee.color_range
        try check("frame", av_frame_get_buffer(frame, 0))
        for (image, time) in zip(video.images, video.times) {
            try check("frame", av_frame_make_writable(frame))
            try fill(frame, image)
            frame.pointee.pts = time * Int64(context.pointee.time_base.den) / 90_000
            if video.isInterlaced { poise_fixture_mark_interlaced(frame) }
            try check("encode", avcodec_send_frame(context, frame))
            try drain(context, packet)
        }
        avcodec_send_frame(context, nil)
        try drain(context, packet)
    }

    private func drain(
        _ context: UnsafeMutablePointer<AVCodecContext>, _ packet: UnsafeMutablePointer<AVPacket>
    ) throws {
        while avcodec_receive_packet(context, packet) >= 0 {
            if let filter {
                try check("filter", av_bsf_send_packet(filter, packet))
                try check("filter", av_bsf_receive_packet(filter, packet))
            }
            let unit = Int64(90_000 / context.pointee.time_base.den)
            let time = packet.pointee.pts * unit
            let number = video.times.firstIndex { $0 / unit * unit == time }
            packet.pointee.pts = (number.flatMap { video.falseTimes[$0] } ?? time) + video.clockStart
            packet.pointee.dts = packet.pointee.dts * unit + video.clockStart
            packet.pointee.duration = 0
            packet.pointee.stream_index = stream.pointee.index
            av_packet_rescale_ts(packet, AVRational(num: 1, den: 90_000), stream.pointee.time_base)
            try check("write", av_interleaved_write_frame(muxer, packet))
        }
    }

    private func fill(_ frame: UnsafeMutablePointer<AVFrame>, _ image: Image) throws {
        let flags = poise_scale_bicubic | poise_scale_accurate
        let scaler = poise_scaler_cached(
            nil, Int32(image.width), Int32(image.height), AV_PIX_FMT_RGB24.rawValue, frame.pointee.width,
            frame.pointee.height, frame.pointee.format, flags)
        defer { poise_scaler_free(scaler) }
        if let matrix = video.color?.matrix { _ = poise_scaler_set_output_colors(scaler, Int32(matrix)) }
        let rows = poise_scaler_write(
            scaler, image.converted(to: .rgb).pixels, Int32(image.width * 3), Int32(image.height), frame)
        try check("convert", rows - Int32(image.height))
    }
}

/// Encodes and writes the sound.
private final class SoundTrack {
    private let sound: FixtureVideo.Sound
    private let clockStart: Int64
    private let muxer: UnsafeMutablePointer<AVFormatContext>
    private let stream: UnsafeMutablePointer<AVStream>
    private var context: UnsafeMutablePointer<AVCodecContext>?

    init(_ sound: FixtureVideo.Sound, clockStart: Int64, _ muxer: UnsafeMutablePointer<AVFormatContext>) throws {
        self.sound = sound
        self.clockStart = clockStart
        self.muxer = muxer
        guard let codec = avcodec_find_encoder_by_name(sound.encoder), let stream = avformat_new_stream(muxer, nil),
            let context = avcodec_alloc_context3(codec)
        else { throw FixtureVideo.Failure(step: "encoder \(sound.encoder)", status: 0) }
        self.stream = stream
        self.context = context
        context.pointee.sample_rate = sound.rate
        context.pointee.sample_fmt = poise_fixture_sample_format(codec)
        context.pointee.time_base = AVRational(num: 1, den: sound.rate)
        context.pointee.bit_rate = 64_000
        context.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        // TrueHD does not support a single channel.
        av_channel_layout_default(&context.pointee.ch_layout, sound.encoder == "truehd" ? 2 : 1)
        if muxer.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 {
            context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        }
        try check("sound encoder", avcodec_open2(context, codec, nil))
        avcodec_parameters_from_context(stream.pointee.codecpar, context)
        stream.pointee.time_base = context.pointee.time_base
    }

    deinit { avcodec_free_context(&context) }

    func write() throws {
        guard let context else { return }
        var frame = av_frame_alloc()
        var packet = av_packet_alloc()
        defer {
            av_frame_free(&frame)
            av_packet_free(&packet)
        }
        guard let frame, let packet else { return }
        let size = context.pointee.frame_size > 0 ? context.pointee.frame_size : 1024
        let count = Int(sound.duration * Double(sound.rate))
        var first = 0
        while first < count {
            av_frame_unref(frame)
            frame.pointee.nb_samples = size
            frame.pointee.format = context.pointee.sample_fmt.rawValue
            frame.pointee.sample_rate = sound.rate
            av_channel_layout_copy(&frame.pointee.ch_layout, &context.pointee.ch_layout)
            try check("sound frame", av_frame_get_buffer(frame, 0))
            av_samples_set_silence(
                frame.pointee.extended_data, 0, size, frame.pointee.ch_layout.nb_channels, context.pointee.sample_fmt)
            for index in 0..<Int(size) {
                let value = 0.3 * sin(Double(first + index) / Double(sound.rate) * 440 * 2 * .pi)
                let data = UnsafeMutableRawPointer(frame.pointee.data.0)
                switch context.pointee.sample_fmt {
                case AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP:
                    data?.storeBytes(of: Float(value), toByteOffset: index * 4, as: Float.self)
                case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P:
                    data?.storeBytes(of: Int32(value * 2e9), toByteOffset: index * 4, as: Int32.self)
                default:
                    data?.storeBytes(of: Int16(value * 32767), toByteOffset: index * 2, as: Int16.self)
                }
            }
            frame.pointee.pts = Int64(first)
            try check("encode sound", avcodec_send_frame(context, frame))
            first += Int(size)
            try drain(context, packet)
        }
        avcodec_send_frame(context, nil)
        try drain(context, packet)
    }

    private func drain(
        _ context: UnsafeMutablePointer<AVCodecContext>, _ packet: UnsafeMutablePointer<AVPacket>
    ) throws {
        let shift = Int64(sound.start * Double(sound.rate)) + clockStart * Int64(sound.rate) / 90_000
        while avcodec_receive_packet(context, packet) >= 0 {
            packet.pointee.stream_index = stream.pointee.index
            packet.pointee.pts += shift
            packet.pointee.dts += shift
            av_packet_rescale_ts(packet, context.pointee.time_base, stream.pointee.time_base)
            try check("write sound", av_interleaved_write_frame(muxer, packet))
        }
    }
}

private func poiseAddDisplayMatrix(_ stream: UnsafeMutablePointer<AVStream>, _ degrees: Double) throws {
    guard let matrix = poise_fixture_new_display_matrix(stream) else {
        throw FixtureVideo.Failure(step: "display matrix", status: 0)
    }
    av_display_rotation_set(matrix, degrees)
}
