import CFFmpeg

/// The sound of a source, packet by packet, as it is stored there.
final class AudioCopy {
    private let demuxer: Demuxer
    private let offset: Duration
    private let from: Duration
    private var pending: UnsafeMutablePointer<AVPacket>?
    private var lastTime = Int64.min
    /// The stream of the output, once it is made.
    var stream: UnsafeMutablePointer<AVStream>?

    /// The sound from a time on; `nil` when the source has none.
    ///
    /// - Parameter from: On the clock of the video that is written.
    init?(_ audio: VideoWriter.Audio, from: Duration) throws(VideoError) {
        do throws(VideoError) {
            demuxer = try Demuxer(
                Input.file(audio.path), kind: AVMEDIA_TYPE_AUDIO, maximumPixels: VideoFile.defaultMaximumPixels,
                watch: Watch(timeout: nil))
        } catch {
            if error.reason == .noVideoStream { return nil }
            throw error
        }
        offset = audio.start
        self.from = from
        if from + offset > demuxer.start ?? .zero { _ = demuxer.seek(to: from + offset) }
    }

    /// How the sound is compressed.
    var parameters: UnsafeMutablePointer<AVCodecParameters>? { demuxer.stream.pointee.codecpar }

    /// Hands on the packets that begin before a time, with times in the unit of the output's stream.
    func packets(
        until end: Duration, _ write: (UnsafeMutablePointer<AVPacket>) throws(VideoError) -> Void
    ) throws(VideoError) {
        guard let stream else { return }
        let base = demuxer.stream.pointee.time_base
        while let packet = try nextPacket() {
            let begin = Duration(ticks: packet.pointee.pts, base: base) - offset
            if begin >= end {
                pending = packet
                return
            }
            let shift = offset.ticks(base: base)
            packet.pointee.pts -= shift
            packet.pointee.dts = packet.pointee.dts == poise_no_time ? packet.pointee.pts : packet.pointee.dts - shift
            packet.pointee.stream_index = stream.pointee.index
            packet.pointee.pos = -1
            av_packet_rescale_ts(packet, base, stream.pointee.time_base)
            // The output must be in order, even if a damaged source is not.
            guard packet.pointee.dts > lastTime else { continue }
            lastTime = packet.pointee.dts
            try write(packet)
        }
    }

    /// The next packet that is heard after the beginning.
    private func nextPacket() throws(VideoError) -> UnsafeMutablePointer<AVPacket>? {
        if let packet = pending {
            pending = nil
            return packet
        }
        let base = demuxer.stream.pointee.time_base
        // What comes before a source's beginning tunes the decoder, and belongs to it.
        let first = from + offset <= demuxer.start ?? .zero ? Int64.min : (from + offset).ticks(base: base)
        while let packet = try demuxer.nextPacket(damaged: {}) {
            if packet.pointee.pts == poise_no_time { continue }
            if packet.pointee.pts + packet.pointee.duration > first { return packet }
        }
        return nil
    }
}
