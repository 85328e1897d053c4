import CPoiseFFmpeg

/// A copy of a source's sound, packet by packet without decoding, on the clock of the written frames.
///
/// It reads the file by itself: frames are read long before they are written, all of them if they are smoothed together, and
/// sound from the same reader would have to be stored for as long.
final class AudioCopy {
    private let audio: VideoWriter.Audio
    private var demuxer: Demuxer
    private var packets: LookaheadPair<AVPacket>
    /// Whether packets are read from the beginning of the source: then those just before time zero prime the decoder.
    private var isFromBeginning = true
    /// The number of the frames' clock shifts that the sound has applied.
    private var shiftsTaken = 0
    /// The offset added to stated times before the first join.
    private let offset: Duration
    private var shift: Duration
    private var lastStated: Duration?
    private var lastTime = Duration.zero
    private var lastTicks = Int64.min / 2
    /// Whether the current packet is still to be written, and its time if known.
    private var pending: (isLeft: Bool, time: Duration?) = (false, nil)
    /// The audio stream of the output, once it is created.
    var stream: UnsafeMutablePointer<AVStream>?

    /// The time that a decoder may need before the first sound, the maximum of AAC (5058 samples at 44.1 kHz).
    private static let priming = Duration.milliseconds(115)
    /// The time that the sound waits for the frames to reach a join that its own clock shows.
    private static let patience = Duration.seconds(2)
    /// The longest backward step of times that is not a join.
    private static let rounding = Duration.milliseconds(20)
    /// The longest forward step that is accepted without confirmation by the next packet.
    private static let longestStep = Duration.seconds(1)

    /// Creates a copy of the sound from a time on; `nil` if the source has none.
    ///
    /// - Parameters:
    ///   - audio: The sound to copy.
    ///   - delay: The offset added to all times of the written video.
    ///   - from: The start time, on the clock of the written video.
    init?(_ audio: VideoWriter.Audio, delay: Duration, from: Duration) throws(VideoError) {
        self.audio = audio
        guard let packets = LookaheadPair(av_packet_alloc, av_packet_free, av_packet_unref, av_packet_move_ref) else {
            throw VideoError(.readFailed(detail: "out of memory"), at: audio.path)
        }
        self.packets = packets
        do throws(VideoError) { demuxer = try Self.open(audio) } catch {
            if error.reason == .noVideoStream { return nil }
            throw error
        }
        let zero = audio.clockStart ?? demuxer.containerStart ?? .zero
        offset = delay - zero - audio.start
        shift = offset
        let begin = from - offset
        guard begin - Self.priming > demuxer.start ?? .zero else { return }
        if audio.shifts?.all.isEmpty ?? true, !demuxer.clockGoesBack() {
            isFromBeginning = !demuxer.seek(to: begin)
        } else {
            demuxer = try Self.open(audio)
        }
    }

    private static func open(_ audio: VideoWriter.Audio) throws(VideoError) -> Demuxer {
        try Demuxer(
            Input.file(audio.path), kind: AVMEDIA_TYPE_AUDIO, maximumPixels: VideoFile.defaultMaximumPixels,
            watch: InterruptDeadline(timeout: nil))
    }

    /// The codec parameters of the sound.
    var parameters: UnsafeMutablePointer<AVCodecParameters>? { demuxer.stream.pointee.codecpar }

    /// Writes the packets that begin before a time, with times in the time base of the output stream.
    func packets(
        until end: Duration, _ write: (UnsafeMutablePointer<AVPacket>) throws(VideoError) -> Void
    ) throws(VideoError) {
        guard let stream else { return }
        while let packet = try nextPacket() {
            let time = pending.time ?? mendedTime(of: packet, until: end)
            guard let time, time < end else {
                pending = (true, time)
                return
            }
            pending = (false, nil)
            guard isHeard(packet, at: time) else { continue }
            // The output must be in order; packets shorter than the source's time base share a time.
            let ticks = max(time.ticks(base: stream.pointee.time_base), lastTicks + 1)
            lastTicks = ticks
            packet.pointee.pts = ticks
            packet.pointee.dts = ticks
            packet.pointee.duration = av_rescale_q(
                packet.pointee.duration, demuxer.stream.pointee.time_base, stream.pointee.time_base)
            packet.pointee.stream_index = stream.pointee.index
            packet.pointee.pos = -1
            try write(packet)
        }
    }

    /// Returns the next packet with a time, after reading the one that follows it.
    private func nextPacket() throws(VideoError) -> UnsafeMutablePointer<AVPacket>? {
        if pending.isLeft { return packets.current }
        if !packets.hasNext {
            guard let packet = try timedPacket() else { return nil }
            packets.put(packet)
        }
        packets.advance()
        if let packet = try timedPacket() { packets.put(packet) }
        return packets.current
    }

    private func timedPacket() throws(VideoError) -> UnsafeMutablePointer<AVPacket>? {
        while let packet = try demuxer.nextPacket(damaged: {}) {
            if packet.pointee.pts != poise_no_time { return packet }
        }
        return nil
    }

    /// Returns a packet's corrected time on the clock of the written video; `nil` while the sound waits for the frames to
    /// reach a join.
    private func mendedTime(of packet: UnsafeMutablePointer<AVPacket>, until end: Duration) -> Duration? {
        let stated = statedTime(of: packet)
        let next: FrameClock.Next = packets.hasNext ? .stated(statedTime(of: packets.next)) : .end
        let usual = Duration(ticks: max(packet.pointee.duration, 1), base: demuxer.stream.pointee.time_base)
        // Times that are rounded to milliseconds, or that come from two clocks, may step back a little.
        let isRestart = lastStated.map { $0 - stated > Self.rounding } ?? false
        guard isRestart || stated > lastStated ?? (stated - usual) else {
            lastTime = max(lastTime, stated + shift)
            return lastTime
        }
        switch StatedTime.verdict(stated, after: lastStated, before: next, usual: usual, longest: Self.longestStep) {
        case .plausible:
            takeOverdueShift(stated)
            lastStated = stated
            lastTime = stated + shift
        case .wrong:
            // The time follows from the neighboring packets.
            lastStated = lastStated.map { $0 + usual } ?? stated
            lastTime = (lastStated ?? stated) + shift
        case .restarted:
            if !takeShift(near: stated) {
                guard end > lastTime + Self.patience else { return nil }
                // The frames have no join here, so the error is in the sound alone.
                shift = lastTime - stated + usual
            }
            lastStated = stated
            lastTime = stated + shift
        }
        return lastTime
    }

    private func statedTime(of packet: UnsafeMutablePointer<AVPacket>) -> Duration {
        Duration(ticks: packet.pointee.pts, base: demuxer.stream.pointee.time_base)
    }

    /// Applies the next shift whose first time is nearest to a stated one; returns `false` if the frames have found none.
    private func takeShift(near stated: Duration) -> Bool {
        let next = (audio.shifts?.all ?? []).enumerated().dropFirst(shiftsTaken)
        let nearest = next.min {
            abs(($0.element.from - stated) / .seconds(1)) < abs(($1.element.from - stated) / .seconds(1))
        }
        guard let nearest else { return false }
        take(nearest.offset, nearest.element)
        return true
    }

    /// Applies a shift that the sound has passed without its own clock going back.
    private func takeOverdueShift(_ stated: Duration) {
        guard let next = audio.shifts?.all.dropFirst(shiftsTaken).first, stated >= next.from,
            stated + shift > next.from + next.by + offset + Self.longestStep / 2
        else { return }
        take(shiftsTaken, next)
    }

    private func take(_ index: Int, _ next: ClockShifts.Shift) {
        shiftsTaken = index + 1
        shift = next.by + offset
    }

    /// Returns whether a packet is heard after time zero, or primes the decoder for a packet that is.
    private func isHeard(_ packet: UnsafeMutablePointer<AVPacket>, at time: Duration) -> Bool {
        if isFromBeginning { return time >= .zero - Self.priming }
        return time + Duration(ticks: packet.pointee.duration, base: demuxer.stream.pointee.time_base) > .zero
    }
}
