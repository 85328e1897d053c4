import CPoiseFFmpeg
import PoiseLibC

/// A decoder of the frames of an input, in order.
final class FrameDecoder {
    /// The container of the frames.
    let demuxer: Demuxer
    private let tally: StreamStatistics
    private var context: UnsafeMutablePointer<AVCodecContext>?
    private var frame: UnsafeMutablePointer<AVFrame>?
    private let maximumPixels: Int

    /// Opens an input.
    ///
    /// - Parameter isFast: Whether as many threads decode as there are processors, each a frame, which delays frames.
    init(
        _ input: Input, maximumPixels: Int, isFast: Bool, watch: InterruptDeadline, tally: StreamStatistics
    ) throws(VideoError) {
        demuxer = try Demuxer(input, kind: AVMEDIA_TYPE_VIDEO, maximumPixels: maximumPixels, watch: watch)
        self.tally = tally
        self.maximumPixels = maximumPixels
        guard let parameters = demuxer.stream.pointee.codecpar else {
            throw VideoError(.noVideoStream, at: demuxer.place)
        }
        try Self.check(
            width: parameters.pointee.width, height: parameters.pointee.height, maximum: maximumPixels,
            place: demuxer.place)
        guard let codec = avcodec_find_decoder(parameters.pointee.codec_id) else {
            let name = String(cString: avcodec_get_name(parameters.pointee.codec_id))
            throw VideoError(.noDecoder(name), at: demuxer.place)
        }
        context = avcodec_alloc_context3(codec)
        frame = av_frame_alloc()
        guard let context, frame != nil else { throw failure(poise_error_no_memory) }
        var status = avcodec_parameters_to_context(context, parameters)
        guard status >= 0 else { throw failure(status) }
        context.pointee.pkt_timebase = demuxer.stream.pointee.time_base
        context.pointee.max_pixels = Int64(max(maximumPixels, 1))
        context.pointee.thread_count = isFast ? 0 : 1
        status = avcodec_open2(context, codec, nil)
        guard status >= 0 else { throw failure(status) }
    }

    deinit {
        av_frame_free(&frame)
        avcodec_free_context(&context)
    }

    /// The number of columns of the stored frames, as far as known before decoding.
    var width: Int { Int(context?.pointee.width ?? 0) }
    /// The number of rows of the stored frames, as far as known before decoding.
    var height: Int { Int(context?.pointee.height ?? 0) }

    /// Returns the next frame, valid until the next call; `nil` at the end.
    ///
    /// - Throws: ``VideoError`` if decoding or reading fails.
    func next() throws(VideoError) -> UnsafeMutablePointer<AVFrame>? {
        guard let context, let frame else { return nil }
        var failures = 0
        while true {
            let status = avcodec_receive_frame(context, frame)
            switch status {
            case 0...:
                // A decoder conceals damaged regions with parts of other frames.
                if frame.pointee.decode_error_flags != 0 || frame.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0 {
                    tally.addDamage()
                }
                try Self.check(
                    width: frame.pointee.width, height: frame.pointee.height, maximum: maximumPixels,
                    place: demuxer.place)
                return frame
            case poise_error_end:
                return nil
            case poise_error_again:
                try feed(context)
            case poise_error_no_memory:
                throw failure(status)
            default:
                failures += 1
                tally.addDamage()
                guard failures < 1000 else { throw failure(status) }
            }
        }
    }

    /// Discards the delayed frames, after the demuxer has sought.
    func flush() {
        avcodec_flush_buffers(context)
    }

    private func feed(_ context: UnsafeMutablePointer<AVCodecContext>) throws(VideoError) {
        let packet = try demuxer.nextPacket { tally.addDamage() }
        let status = avcodec_send_packet(context, packet)
        if status == poise_error_no_memory { throw failure(status) }
        if status < 0, status != poise_error_end { tally.addDamage() }
    }

    private func failure(_ status: Int32) -> VideoError {
        VideoError(.malformed(detail: FFmpeg.message(status)), at: demuxer.place)
    }

    /// Throws an error for frames with too many pixels.
    static func check(width: Int32, height: Int32, maximum: Int, place: String) throws(VideoError) {
        let (width, height) = (Int(width), Int(height))
        guard width * height <= maximum else {
            throw VideoError(.tooManyPixels(width: width, height: height, maximum: maximum), at: place)
        }
    }
}
