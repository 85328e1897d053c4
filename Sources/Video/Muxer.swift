import CPoiseFFmpeg
import PoiseLibC
import PoiseSupport

/// A writer of packets into a video file.
final class Muxer {
    private let place: String
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let stream: UnsafeMutablePointer<AVStream>
    private let unit: AVRational
    private let frameDuration: Duration
    private var audio: AudioCopy?
    /// The reason why sound is missing from some point on; `nil` while it is complete.
    private(set) var audioObstacle: String?

    /// Opens the output and writes the header.
    init(
        _ output: MuxerOutput, _ format: VideoFileFormat, encoder: FrameEncoder, options: VideoWriter.Options,
        audio: AudioCopy?, place: String
    ) throws(VideoError) {
        self.place = place
        self.audio = audio
        unit = encoder.context.pointee.time_base
        frameDuration = .seconds(1 / options.frameRate)
        var context: UnsafeMutablePointer<AVFormatContext>?
        avformat_alloc_output_context2(&context, nil, format.muxerName, nil)
        guard let opened = context, let stream = avformat_new_stream(opened, nil) else {
            avformat_free_context(context)
            throw VideoError(.cannotEncode(detail: "this FFmpeg does not write \(format.muxerName)"), at: place)
        }
        self.context = opened
        self.stream = stream
        opened.pointee.pb = output.context
        // Sound that MP4 players need not support, such as FLAC, is better copied than omitted.
        opened.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        avcodec_parameters_from_context(stream.pointee.codecpar, encoder.context)
        stream.pointee.time_base = unit
        stream.pointee.avg_frame_rate = encoder.context.pointee.framerate
        stream.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        if let audio { try add(audio) }
        var settings = FFmpegOptions()
        if format != .matroska {
            // The time of the first frame is stored in microseconds, too. A pipe gets fragments, since the index at the
            // beginning of the file cannot be written afterwards.
            settings["movie_timescale"] = "1000000"
            if !output.isSeekable { settings["movflags"] = "frag_keyframe+empty_moov+default_base_moof" }
        }
        if !output.isSeekable { opened.pointee.flags |= AVFMT_FLAG_FLUSH_PACKETS }
        let status = avformat_write_header(opened, &settings.dictionary)
        guard status >= 0 else { throw failure(status) }
    }

    deinit { avformat_free_context(context) }

    /// Writes a video packet, after the sound that precedes it.
    func write(_ packet: UnsafeMutablePointer<AVPacket>) throws(VideoError) {
        let time = Duration(ticks: packet.pointee.dts, base: unit)
        try writeAudio(until: time)
        packet.pointee.duration = frameDuration.ticks(base: unit)
        packet.pointee.stream_index = stream.pointee.index
        av_packet_rescale_ts(packet, unit, stream.pointee.time_base)
        try interleave(packet)
    }

    /// Writes the rest of the sound and the index.
    func finish(at end: Duration) throws(VideoError) {
        try writeAudio(until: end)
        let status = av_write_trailer(context)
        guard status >= 0 else { throw failure(status) }
        avio_flush(context.pointee.pb)
        if let error = outputStatus, error < 0 { throw failure(error) }
    }

    private func writeAudio(until end: Duration) throws(VideoError) {
        guard let audio else { return }
        do throws(VideoError) {
            try audio.packets(until: end) { (packet) throws(VideoError) in try interleave(packet) }
        } catch {
            // Sound that the format does not support, or an unreadable source, ends only the sound; a full disk ends all.
            if let status = outputStatus, status < 0 { throw error }
            self.audio = nil
            audioObstacle = "\(error.reason)"
        }
    }

    /// The error status of the output.
    private var outputStatus: Int32? { context.pointee.pb?.pointee.error }

    private func interleave(_ packet: UnsafeMutablePointer<AVPacket>) throws(VideoError) {
        let status = av_interleaved_write_frame(context, packet)
        guard status >= 0 else { throw failure(status) }
    }

    private func add(_ audio: AudioCopy) throws(VideoError) {
        guard let parameters = audio.parameters, let stream = avformat_new_stream(context, nil) else { return }
        let isHeld = avformat_query_codec(
            context.pointee.oformat, parameters.pointee.codec_id, FF_COMPLIANCE_EXPERIMENTAL)
        guard isHeld == 1 else {
            let codec = String(cString: avcodec_get_name(parameters.pointee.codec_id))
            throw VideoError(.cannotCopyAudio(detail: "the format does not hold \(codec)"), at: place)
        }
        avcodec_parameters_copy(stream.pointee.codecpar, parameters)
        // The codec tag is specific to the source's container.
        stream.pointee.codecpar.pointee.codec_tag = 0
        stream.pointee.time_base = AVRational(num: 1, den: max(parameters.pointee.sample_rate, 1))
        audio.stream = stream
    }

    private func failure(_ status: Int32) -> VideoError {
        VideoError(.writeFailed(detail: FFmpeg.message(status)), at: place)
    }
}

/// An output of FFmpeg: a pipe or device, which is written to directly, or a file that gets its name when it is complete.
final class MuxerOutput {
    /// The file, as the caller named it.
    let place: String
    private let file: AtomicFile
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    /// Whether FFmpeg can seek back and overwrite.
    var isSeekable: Bool { file.isAside }

    /// The format of the name's extension, or MP4 for a pipe or device without one; `nil` if the extension is unknown.
    var format: VideoFileFormat? {
        // A leading dot marks a hidden file and begins no extension.
        let name = (place.split(separator: "/").last ?? "").drop { $0 == "." }
        let fileExtension = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
        return VideoFileFormat(fileExtension: fileExtension) ?? (isSeekable ? nil : .mp4)
    }

    /// Opens an output.
    ///
    /// - Parameter path: The path of the file; `-` is standard output.
    init(path: String) throws(VideoError) {
        place = path
        do { file = try AtomicFile(path: path == "-" ? "/dev/stdout" : path) } catch {
            throw VideoError(error, at: path)
        }
        makeContext()
    }

    deinit {
        av_free(context?.pointee.buffer)
        avio_context_free(&context)
    }

    /// Seeks to the beginning to write another content. A pipe or device must not have been written to before.
    func restart() throws(VideoError) {
        av_free(context?.pointee.buffer)
        avio_context_free(&context)
        if file.isAside {
            do { _ = try file.seek(0, from: SEEK_SET) } catch { throw VideoError(error, at: place) }
        }
        makeContext()
    }

    /// Gives the file its final name, as `AtomicFile.commit(isComplete:)` does. The content must have been flushed.
    ///
    /// - Returns: The path of the partial file, or `nil` if the file has the name that the caller gave.
    func commit(isComplete: Bool) throws(VideoError) -> String? {
        let isNamed = isSeekable
        do {
            let path = try file.commit(isComplete: isComplete)
            return isNamed && path != place ? path : nil
        } catch { throw VideoError(error, at: place) }
    }

    private func makeContext() {
        let size = 1 << 16
        context = avio_alloc_context(
            av_malloc(size)?.assumingMemoryBound(to: UInt8.self), Int32(size), 1,
            Unmanaged.passUnretained(self).toOpaque(), nil,
            { output, bytes, count in
                guard let output, let bytes else { return poise_error_of_system(EINVAL) }
                let file = Unmanaged<MuxerOutput>.fromOpaque(output).takeUnretainedValue()
                return file.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
            },
            !isSeekable
                ? nil
                : { output, offset, origin in
                    guard let output else { return -1 }
                    let file = Unmanaged<MuxerOutput>.fromOpaque(output).takeUnretainedValue()
                    return file.seek(offset, origin)
                })
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        do { try file.write(bytes) } catch { return poise_error_of_system(error.code) }
        return Int32(bytes.count)
    }

    private func seek(_ offset: Int64, _ origin: Int32) -> Int64 {
        do {
            return origin & AVSEEK_SIZE != 0 ? try file.byteCount() : try file.seek(offset, from: origin & 3)
        } catch {
            return Int64(poise_error_of_system(error.code))
        }
    }
}

extension VideoError {
    /// Creates the video error for an error of writing a file.
    fileprivate init(_ error: FileError, at place: String) {
        switch error.step {
        case .create: self.init(.cannotCreate(detail: error.detail), at: place)
        case .write: self.init(.writeFailed(detail: error.detail), at: place)
        }
    }
}
