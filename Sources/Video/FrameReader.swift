import PoiseImaging
import CPoiseFFmpeg

/// A reader of the selected frames of an input.
final class FrameReader {
    private let input: Input
    private var selection: FrameSelection
    private let maximumPixels: Int
    private let isFast: Bool
    private let watch: InterruptDeadline
    private let tally: StreamStatistics
    private let converter = FrameConverter()
    private let sharedConverter = SharedConverter()
    private var decoder: FrameDecoder
    private var clock: FrameClock
    private var index = 0
    private var picker: FramePicker
    private var hasDecoded = false
    /// The frame returned last and the one decoded after it.
    private var frames: LookaheadPair<AVFrame>
    /// A frame that was decoded to check whether a seek went back far enough.
    private var pending: TimedFrame?
    /// The orientation of the current frame. A frame that states none has that of the frame before, up to the next key frame.
    private var orientation: Orientation
    /// The error after the frame decoded last.
    private var failure: VideoError?

    private typealias TimedFrame = (frame: UnsafeMutablePointer<AVFrame>, time: Duration)

    /// Opens an input.
    ///
    /// - Parameter isFast: Whether all processors decode, which delays frames.
    init(
        _ input: Input, _ selection: FrameSelection, maximumPixels: Int, isFast: Bool, watch: InterruptDeadline,
        tally: StreamStatistics
    ) throws(VideoError) {
        self.input = input
        self.selection = selection
        picker = FramePicker(selection.interval)
        self.maximumPixels = maximumPixels
        self.isFast = isFast
        self.watch = watch
        self.tally = tally
        decoder = try FrameDecoder(
            input, maximumPixels: maximumPixels, isFast: isFast, watch: watch, tally: tally)
        let demuxer = decoder.demuxer
        orientation = demuxer.orientation
        guard let frames = LookaheadPair(av_frame_alloc, av_frame_free, av_frame_unref, av_frame_move_ref) else {
            throw VideoError(.malformed(detail: "out of memory"), at: input.place)
        }
        self.frames = frames
        clock = FrameClock(
            base: demuxer.stream.pointee.time_base, frameRate: demuxer.frameRate, zero: selection.zero,
            shifts: tally.shifts)
        clock.usesArrivals = input.isLive && !demuxer.statesTimes
        if !clock.usesArrivals { tally.note(frameRate: demuxer.frameRate) }
        if let from = selection.from { try seek(to: from) }
    }

    /// Selects other frames, before any was returned. The start of the time range must be that of the video.
    func select(_ selection: FrameSelection) {
        precondition(index == 0 && selection.from == nil, "frames are selected before they are read, from the start")
        self.selection = selection
        picker = FramePicker(selection.interval)
    }

    /// The container of the frames.
    var demuxer: Demuxer { decoder.demuxer }

    /// The first frame's time on the file's clock, known after ``first()``.
    var start: Duration { clock.zero ?? .zero }

    /// Returns the properties of the first frame, which ``next()`` returns afterwards.
    ///
    /// - Throws: ``VideoError`` if there is none.
    func first() throws(VideoError) -> (size: (width: Int, height: Int), color: VideoColor, isInterlaced: Bool) {
        pending = try nextFrame()
        guard let (frame, _) = pending else { throw VideoError(.noFrames, at: input.place) }
        return (try shape(of: frame).upright, VideoColor(frame), poise_frame_is_interlaced(frame))
    }

    /// Returns the next frame; `nil` at the end.
    func next() throws(VideoError) -> VideoFrame? {
        while let (frame, time) = try nextFrame() {
            if watch.wasCancelled { return nil }
            if let from = selection.from, time < from - Self.rounding { continue }
            if let to = selection.to, time >= to - Self.rounding { return nil }
            defer { index += 1 }
            guard picker.takes(time) else { continue }
            let arrival = input.isFile ? nil : ContinuousClock.now
            if index == 0 { tally.note(color: VideoColor(frame)) }
            let shape = try shape(of: frame)
            if selection.keepsPlanes, let decoded = DecodedFrame(frame, shape, sharedConverter) {
                return VideoFrame(decoded, time: time, index: index, arrival: arrival)
            }
            guard let image = converter.image(frame, shape) else {
                throw VideoError(.malformed(detail: "the frames cannot be converted to RGB"), at: input.place)
            }
            return VideoFrame(image: image, time: time, index: index, arrival: arrival)
        }
        guard hasDecoded || watch.wasCancelled else { throw input.cause(of: VideoError(.noFrames, at: input.place)) }
        return nil
    }

    /// The tolerance of time comparisons: times such as thirds of a second have no exact decimal value.
    private static let rounding = Duration.nanoseconds(1)

    /// Returns the shape of a frame.
    ///
    /// - Throws: ``VideoError/Reason/tooManyPixels(width:height:maximum:)`` if it has too many with square pixels.
    private func shape(of frame: UnsafeMutablePointer<AVFrame>) throws(VideoError) -> FrameShape {
        let shape = FrameShape(
            width: Int(frame.pointee.width), height: Int(frame.pointee.height), pixel: demuxer.pixelShape(of: frame),
            orientation: orientation)
        try FrameDecoder.check(
            width: Int32(clamping: shape.square.width), height: Int32(clamping: shape.square.height),
            maximum: maximumPixels, place: input.place)
        return shape
    }

    /// Returns the next frame and its time. The frame after it is decoded first if it is needed to check the time.
    private func nextFrame() throws(VideoError) -> TimedFrame? {
        if let pending {
            self.pending = nil
            return pending
        }
        if frames.hasNext {
            frames.advance()
        } else {
            if let failure { throw failure }
            guard let frame = try decoder.next() else { return nil }
            frames.put(frame)
            frames.advance()
        }
        hasDecoded = true
        if let matrix = poise_frame_display_matrix(frames.current) {
            orientation = Orientation(displayMatrix: matrix)
        } else if poise_frame_is_key(frames.current) {
            orientation = demuxer.orientation
        }
        let stated = clock.statedTime(of: frames.current)
        var next = FrameClock.Next.unknown
        if clock.awaitsNext(stated, isLive: !input.isFile) {
            do throws(VideoError) {
                if let frame = try decoder.next() {
                    frames.put(frame)
                    next = .stated(clock.statedTime(of: frames.next))
                } else {
                    next = .end
                }
            } catch {
                failure = error
                next = .end
            }
        }
        return (frames.current, clock.time(stated: stated, next: next))
    }

    /// Seeks to the position from which the first frame at or after a time can be decoded.
    ///
    /// A container's index may lead behind the first selected frame: it has decoding times rather than presentation times,
    /// and some frames after a key frame need others before it. Then this seeks back further; and to the beginning if the
    /// frames state no times, or the file's clock goes back in the middle.
    private func seek(to time: Duration) throws(VideoError) {
        let zero = selection.zero ?? demuxer.start ?? .zero
        guard time > .zero else { return }
        var margin = Duration.zero
        if !demuxer.clockGoesBack() {
            while time - margin > .zero {
                guard demuxer.seek(to: time - margin + zero) else { break }
                decoder.flush()
                clock.reset()
                frames.removeAll()
                if let (frame, first) = try nextFrame() {
                    guard clock.statedTime(of: frame) != nil else { break }
                    if first <= time {
                        pending = (frame, first)
                        return
                    }
                }
                if watch.wasCancelled { return }
                margin = margin == .zero ? .seconds(1) : margin * 4
            }
        }
        // Seeking failed, so the file is read from the beginning.
        decoder = try FrameDecoder(
            input, maximumPixels: maximumPixels, isFast: isFast, watch: watch, tally: tally)
        frames.removeAll()
        failure = nil
        clock.reset()
    }
}
