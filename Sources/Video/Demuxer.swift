import PoiseImaging
import CPoiseFFmpeg

/// An open container with the packets of one of its streams.
final class Demuxer {
    let place: String
    private let isFile: Bool
    private let watch: InterruptDeadline
    private var context: UnsafeMutablePointer<AVFormatContext>?
    private var packet: UnsafeMutablePointer<AVPacket>?
    private let descriptorInput: DescriptorInput?
    private(set) var stream: UnsafeMutablePointer<AVStream>

    /// Opens the input and chooses a stream of a kind.
    init(_ input: Input, kind: AVMediaType, maximumPixels: Int, watch: InterruptDeadline) throws(VideoError) {
        _ = FFmpeg.start
        place = input.place
        isFile = input.isFile
        self.watch = watch
        let failure = { (reason: VideoError.Reason) in VideoError(reason, at: input.place) }
        watch.begin()
        let descriptorInput = input.descriptor.map { DescriptorInput($0, watch: watch) }
        self.descriptorInput = descriptorInput
        let format = input.format.flatMap { av_find_input_format($0) }
        if input.format != nil, format == nil {
            throw failure(.cannotOpen(detail: "this FFmpeg does not read \(input.format ?? "it")"))
        }
        let open = { (options: [String: String], flags: Int32) in
            Demuxer.open(input, format, options, descriptorInput, watch, flags: flags)
        }
        var (context, status) = open(input.options.merging(input.preferences) { $1 }, 0)
        if status < 0, !input.preferences.isEmpty { (context, status) = open(input.options, 0) }
        // FFmpeg indexes all fragments of an MP4 file first, and refuses the file if the header of one is cut off. With the
        // index ignored it reads one fragment after the other.
        if [poise_error_invalid_data, poise_error_end].contains(status), input.isFile {
            (context, status) = open(input.options, AVFMT_FLAG_IGNIDX)
        }
        guard status >= 0, let opened = context else {
            if let descriptorInput, !descriptorInput.hasReceived, !watch.isOver { throw failure(.nothingSent) }
            throw failure(Demuxer.openFailure(status, input: input, watch: watch))
        }
        do throws(VideoError) {
            // FFmpeg takes some files for terminal output by their names, and renders the text.
            if opened.pointee.iformat.pointee.name.map({ String(cString: $0) }) == "tty" { throw failure(.unsupported) }
            watch.begin()
            status = Demuxer.findStreams(opened, maximumPixels: maximumPixels)
            if watch.isOver { throw failure(Demuxer.openFailure(poise_error_interrupted, input: input, watch: watch)) }
            guard status >= 0 else { throw failure(.malformed(detail: FFmpeg.message(status))) }
            guard let stream = Demuxer.stream(of: kind, in: opened) else { throw failure(.noVideoStream) }
            self.stream = stream
        } catch {
            avformat_close_input(&context)
            throw error
        }
        for index in 0..<Int(opened.pointee.nb_streams) where opened.pointee.streams[index] != stream {
            opened.pointee.streams[index]?.pointee.discard = AVDISCARD_ALL
        }
        self.context = opened
        packet = av_packet_alloc()
    }

    deinit {
        av_packet_free(&packet)
        avformat_close_input(&context)
    }

    /// The number of consecutive read errors after which the container counts as ended.
    private static let patience = 100

    /// Returns the next packet of the stream, valid until the next call; `nil` at the end.
    ///
    /// - Parameter damaged: A closure called for each damaged range of bytes.
    /// - Throws: ``VideoError`` if reading fails or times out.
    func nextPacket(damaged: () -> Void) throws(VideoError) -> UnsafeMutablePointer<AVPacket>? {
        guard let packet else { throw VideoError(.readFailed(detail: "out of memory"), at: place) }
        watch.begin()
        var failures = 0
        while true {
            av_packet_unref(packet)
            let status = av_read_frame(context, packet)
            if status >= 0 {
                if packet.pointee.stream_index == stream.pointee.index { return packet }
                continue
            }
            if watch.wasCancelled { return nil }
            switch status {
            case poise_error_end:
                try checkConnection()
                return nil
            case poise_error_again:
                // A camera that has no image yet.
                if watch.isLate { throw lateness() }
                watch.pause()
            case poise_error_interrupted:
                throw lateness()
            default:
                if watch.isLate { throw lateness() }
                // A damaged file fails with many errors; a disk fails with EIO, a connection with other errors.
                let isDamage = status == poise_error_invalid_data || isFile && status != poise_error_of_system(EIO)
                guard isDamage else { throw VideoError(.readFailed(detail: FFmpeg.message(status)), at: place) }
                damaged()
                failures += 1
                if failures == Self.patience {
                    try checkConnection()
                    return nil
                }
            }
        }
    }

    /// Throws the error of a failed connection, which demuxers report as the end or as damage in some places.
    private func checkConnection() throws(VideoError) {
        guard !isFile, let error = context?.pointee.pb?.pointee.error, error < 0, error != poise_error_end else {
            return
        }
        throw VideoError(.readFailed(detail: FFmpeg.message(error)), at: place)
    }

    /// Seeks to the last key frame before a time; returns `false` if that is not possible.
    func seek(to time: Duration) -> Bool {
        watch.begin()
        let ticks = time.ticks(base: stream.pointee.time_base)
        return av_seek_frame(context, stream.pointee.index, ticks, AVSEEK_FLAG_BACKWARD) >= 0
    }

    /// The orientation of the images as stated by the container.
    var orientation: Orientation {
        poise_display_matrix(stream).map { Orientation(displayMatrix: $0) } ?? .upright
    }

    /// Returns the aspect ratio of a pixel, as stated by the frame or the container.
    func pixelShape(of frame: UnsafeMutablePointer<AVFrame>) -> AVRational {
        av_guess_sample_aspect_ratio(context, stream, frame)
    }

    /// Returns whether the clock of the file goes back in the middle, as in joined MPEG-TS recordings: then a time does not
    /// determine a position. The clock is sampled at positions spread over the file; the reader has to seek afterwards.
    func clockGoesBack() -> Bool {
        guard isFile, let context, let format = context.pointee.iformat,
            format.pointee.flags & AVFMT_TS_DISCONT != 0
        else { return false }
        let size = avio_size(context.pointee.pb)
        var last = Int64.min
        for place in 0..<Self.clockSamples where size > 0 {
            guard
                av_seek_frame(
                    context, -1, size / Int64(Self.clockSamples) * Int64(place), AVSEEK_FLAG_BYTE) >= 0,
                let packet = try? nextPacket(damaged: {})
            else { break }
            let time = packet.pointee.dts
            guard time != poise_no_time else { continue }
            if time < last { return true }
            last = time
        }
        return false
    }

    /// The number of positions at which the clock of a file is sampled.
    private static let clockSamples = 32

    /// The number of frames stated by the container; `nil` if it states none.
    var frameCount: Int? { stream.pointee.nb_frames > 0 ? Int(stream.pointee.nb_frames) : nil }

    /// The frame rate, frames per second; the mean if it varies.
    var frameRate: Double? {
        stream.pointee.avg_frame_rate.positive ?? av_guess_frame_rate(context, stream, nil).positive
    }

    /// Whether the container states times. FFmpeg assumes 25 frames per second for images without times, whatever their
    /// actual rate.
    var statesTimes: Bool {
        guard let format = context?.pointee.iformat else { return true }
        let isMultipart = format.pointee.name.map { String(cString: $0) } == "mpjpeg"
        return !isMultipart && format.pointee.flags & AVFMT_NOTIMESTAMPS == 0
    }

    /// The first presentation time.
    var start: Duration? {
        stream.pointee.start_time == poise_no_time
            ? nil : Duration(ticks: stream.pointee.start_time, base: stream.pointee.time_base)
    }

    /// The first time of any stream.
    var containerStart: Duration? {
        guard let start = context?.pointee.start_time, start != poise_no_time else { return nil }
        return Duration(ticks: start, base: AVRational(num: 1, den: AV_TIME_BASE))
    }

    /// The duration of the video stream, or of the container if the stream states none.
    var duration: Duration? {
        if stream.pointee.duration > 0 {
            return Duration(ticks: stream.pointee.duration, base: stream.pointee.time_base)
        }
        guard let whole = context?.pointee.duration, whole > 0 else { return nil }
        return Duration(ticks: whole, base: AVRational(num: 1, den: AV_TIME_BASE))
    }

    /// Whether the container has an audio stream.
    var hasAudio: Bool { context.map { Demuxer.stream(of: AVMEDIA_TYPE_AUDIO, in: $0) != nil } ?? false }

    private func lateness() -> VideoError { VideoError(.timedOut(after: watch.timeout ?? .zero), at: place) }

    /// Reads as much as is needed to know the streams. Decoders get the pixel limit before they allocate memory.
    private static func findStreams(_ context: UnsafeMutablePointer<AVFormatContext>, maximumPixels: Int) -> Int32 {
        var options: [OpaquePointer?] = []
        for _ in 0..<context.pointee.nb_streams {
            var dictionary: OpaquePointer?
            av_dict_set_int(&dictionary, "max_pixels", Int64(max(maximumPixels, 1)), 0)
            options.append(dictionary)
        }
        let status = options.withUnsafeMutableBufferPointer { avformat_find_stream_info(context, $0.baseAddress) }
        for index in options.indices { av_dict_free(&options[index]) }
        return status
    }

    /// Returns the best stream of a kind; cover art does not count as video.
    private static func stream(
        of kind: AVMediaType, in context: UnsafeMutablePointer<AVFormatContext>
    ) -> UnsafeMutablePointer<AVStream>? {
        let best = av_find_best_stream(context, kind, -1, -1, nil, 0)
        let indices = (best >= 0 ? [Int(best)] : []) + Array(0..<Int(context.pointee.nb_streams))
        for index in indices {
            guard let stream = context.pointee.streams[index], let parameters = stream.pointee.codecpar else {
                continue
            }
            if parameters.pointee.codec_type == kind, stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0 {
                return stream
            }
        }
        return nil
    }

    /// Opens a container and returns it with FFmpeg's status.
    private static func open(
        _ input: Input, _ format: UnsafePointer<AVInputFormat>?, _ settings: [String: String],
        _ descriptorInput: DescriptorInput?, _ watch: InterruptDeadline, flags: Int32
    ) -> (UnsafeMutablePointer<AVFormatContext>?, Int32) {
        var context = avformat_alloc_context()
        guard let fresh = context else { return (nil, poise_error_no_memory) }
        fresh.pointee.interrupt_callback = watch.callback
        fresh.pointee.flags |= flags
        if let descriptorInput { fresh.pointee.pb = descriptorInput.context }
        if input.isDevice { fresh.pointee.flags |= AVFMT_FLAG_NONBLOCK }
        var options = FFmpegOptions()
        for (name, value) in settings { options[name] = value }
        // On failure this call frees the context.
        let status = avformat_open_input(&context, input.url, format, &options.dictionary)
        return (context, status)
    }

    private static func openFailure(_ status: Int32, input: Input, watch: InterruptDeadline) -> VideoError.Reason {
        if watch.isLate || status == poise_error_interrupted { return .timedOut(after: watch.timeout ?? .zero) }
        switch status {
        case poise_error_of_system(ENOENT), poise_error_of_system(ENODEV), poise_error_of_system(ENXIO):
            return .notFound
        case poise_error_of_system(EBUSY) where input.isDevice:
            return .inUse
        // Some demuxers return EINVAL for bytes that are not of their format.
        case poise_error_of_system(EINVAL) where input.descriptor != nil, poise_error_invalid_data:
            return .unsupported
        case poise_error_end:
            // Empty files were refused before.
            return input.isFile ? .unsupported : .empty
        default:
            return .cannotOpen(detail: FFmpeg.message(status))
        }
    }
}
