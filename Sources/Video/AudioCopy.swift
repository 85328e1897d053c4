import CFFmpeg

/// The sound of a source, packet by packet, as it is stored there, on the clock of the frames that are written.
final class AudioCopy {
    private let audio: VideoWriter.Audio
    private var demuxer: Demuxer
    private var packets: PacketPair
    /// Whether packets come from the beginning of the source: then those just before time zero tune the decoder.
    private var isFromBeginning = true
    /// How many of the frames' shifts the sound has taken over.
    private var shiftsTaken = 0
    /// What is added to stated times, where nothing was joined.
    private let offset: Duration
    private var shift: Duration
    private var lastStated: Duration?
    private var lastTime = Duration.zero
    private var lastTicks = Int64.min
    /// Whether the current packet is still to be handed on, and its time where that is known.
    private var pending: (isLeft: Bool, time: Duration?) = (false, nil)
    /// The stream of the output, once it is made.
    var stream: UnsafeMutablePointer<AVStream>?

    /// What a decoder may need before the first sound, the longest that AAC has (5058 samples at 44.1 kHz).
    private static let priming = Duration.milliseconds(115)
    /// How long the sound waits for the frames to find the join that its clock shows.
    private static let patience = Duration.seconds(2)
    /// The longest step forward that counts without the next packet's confirmation.
    private static let longestStep = Duration.seconds(1)

    /// The sound from a time on; `nil` when the source has none.
    ///
    /// - Parameters:
    ///   - audio: What is copied.
    ///   - delay: What is added to all times of the video that is written.
    ///   - from: When it begins, on the clock of the video that is written.
    init?(_ audio: VideoWriter.Audio, delay: Duration, from: Duration) throws(VideoError) {
        self.audio = audio
        guard let packets = PacketPair() else {
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
            watch: Watch(timeout: nil))
    }

    /// How the sound is compressed.
    var parameters: UnsafeMutablePointer<AVCodecParameters>? { demuxer.stream.pointee.codecpar }

    /// Hands on the packets that begin before a time, with times in the unit of the output's stream.
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
            let ticks = time.ticks(base: stream.pointee.time_base)
            // The output must be in order, even if a damaged source is not.
            guard ticks > lastTicks else { continue }
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

    /// Returns the next packet with a time; the one after it is known then.
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

    /// Returns a packet's time on the clock of what is written; `nil` while it waits for the frames to reach a join.
    private func mendedTime(of packet: UnsafeMutablePointer<AVPacket>, until end: Duration) -> Duration? {
        let stated = statedTime(of: packet)
        let next: FrameClock.Next = packets.hasNext ? .stated(statedTime(of: packets.next)) : .end
        let usual = Duration(ticks: max(packet.pointee.duration, 1), base: demuxer.stream.pointee.time_base)
        switch StatedTime.verdict(stated, after: lastStated, before: next, usual: usual, longest: Self.longestStep) {
        case .plausible:
            takeOverdueShift(stated)
            lastStated = stated
            lastTime = stated + shift
        case .wrong:
            // Its neighbours tell where it belongs.
            lastStated = lastStated.map { $0 + usual } ?? stated
            lastTime = (lastStated ?? stated) + shift
        case .restarted:
            if !takeShift(near: stated) {
                guard end > lastTime + Self.patience else { return nil }
                // The frames go on: this is the sound's own mistake.
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

    /// Takes over the first of the next shifts whose times begin nearest to one; `false` when the frames have found none.
    private func takeShift(near stated: Duration) -> Bool {
        let next = (audio.shifts?.all ?? []).enumerated().dropFirst(shiftsTaken)
        let nearest = next.min { abs(($0.element.from - stated) / .seconds(1)) < abs(($1.element.from - stated) / .seconds(1)) }
        guard let nearest else { return false }
        take(nearest.offset, nearest.element)
        return true
    }

    /// Takes over a shift that the sound has passed without its own clock going back.
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

    /// Whether a packet is heard after the beginning, or tunes the decoder for what is.
    private func isHeard(_ packet: UnsafeMutablePointer<AVPacket>, at time: Duration) -> Bool {
        if isFromBeginning { return time >= .zero - Self.priming }
        return time + Duration(ticks: packet.pointee.duration, base: demuxer.stream.pointee.time_base) > .zero
    }
}

/// Two packets: the current one, and the one after it where there is one.
private struct PacketPair: ~Copyable {
    private(set) var current: UnsafeMutablePointer<AVPacket>
    private(set) var next: UnsafeMutablePointer<AVPacket>
    private(set) var hasNext = false

    /// A pair without packets; `nil` without memory.
    init?() {
        guard let first = av_packet_alloc(), let second = av_packet_alloc() else { return nil }
        current = first
        next = second
    }

    deinit {
        var packets = [Optional(current), Optional(next)]
        for index in packets.indices { av_packet_free(&packets[index]) }
    }

    /// Takes a demuxer's packet over as the next one.
    mutating func put(_ packet: UnsafeMutablePointer<AVPacket>) {
        av_packet_unref(next)
        av_packet_move_ref(next, packet)
        hasNext = true
    }

    /// Makes the next packet the current one.
    mutating func advance() {
        swap(&current, &next)
        av_packet_unref(next)
        hasNext = false
    }
}
