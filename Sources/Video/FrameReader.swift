import PoiseImaging
import CPoiseFFmpeg

/// The selection of frames of a video.
struct FrameSelection: Sendable {
    /// The start of the time range; earlier frames are skipped.
    var from: Duration?
    /// The end of the time range, exclusive.
    var to: Duration?
    /// The interval of selected frames.
    var interval = FrameInterval.every
    /// The zero time on the file's clock; `nil` for the time of the first frame.
    var zero: Duration?
    /// Whether frames stay in the decoder's memory where they can be read there.
    var keepsPlanes = false
}

/// A reader of the selected frames of an input.
final class FrameReader {
    private let input: Input
    private let selection: FrameSelection
    private let maximumPixels: Int
    private let isFast: Bool
    private let watch: InterruptDeadline
    private let tally: StreamStatistics
    private let converter = FrameConverter()
    private let sharedConverter = SharedConverter()
    private var demuxer: Demuxer
    private var decoder: FrameDecoder
    private var clock: FrameClock
    private var index = 0
    private var picker: FramePicker
    private var hasDecoded = false
    /// The frame returned last and the one decoded after it.
    private var frames: FramePair
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
        demuxer = try Demuxer(input, kind: AVMEDIA_TYPE_VIDEO, maximumPixels: maximumPixels, watch: watch)
        decoder = try FrameDecoder(demuxer, maximumPixels: maximumPixels, isFast: isFast, tally: tally)
        orientation = demuxer.orientation
        guard let frames = FramePair() else { throw VideoError(.malformed(detail: "out of memory"), at: input.place) }
        self.frames = frames
        clock = FrameClock(
            base: demuxer.stream.pointee.time_base, frameRate: demuxer.frameRate, zero: selection.zero,
            shifts: tally.shifts)
        clock.usesArrivals = input.isLive && !demuxer.statesTimes
        if !clock.usesArrivals { tally.note(frameRate: demuxer.frameRate) }
        if let from = selection.from { try seek(to: from) }
    }

    /// The properties of the video from the container and the first frame.
    var facts: VideoFacts {
        get throws(VideoError) {
            pending = try nextFrame()
            guard let (frame, _) = pending else {
                throw input.cause(of: VideoError(.noFrames, at: input.place))
            }
            let shape = try shape(of: frame)
            return VideoFacts(
                width: shape.upright.width, height: shape.upright.height, frameRate: demuxer.frameRate,
                start: clock.zero ?? .zero,
                duration: demuxer.duration, frameCount: demuxer.frameCount, hasAudio: demuxer.hasAudio,
                color: VideoColor(frame), isInterlaced: poise_frame_is_interlaced(frame))
        }
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
        demuxer = try Demuxer(input, kind: AVMEDIA_TYPE_VIDEO, maximumPixels: maximumPixels, watch: watch)
        decoder = try FrameDecoder(demuxer, maximumPixels: maximumPixels, isFast: isFast, tally: tally)
        frames.removeAll()
        failure = nil
        clock.reset()
    }
}

/// The properties of a video from its container and its first frame.
struct VideoFacts: Sendable {
    var width: Int
    var height: Int
    var frameRate: Double?
    /// The first frame's time on the file's clock.
    var start: Duration
    var duration: Duration?
    var frameCount: Int?
    var hasAudio: Bool
    var color: VideoColor
    var isInterlaced: Bool
}

/// A pair of decoded frames: the current one and, if decoded, the next.
private struct FramePair: ~Copyable {
    private(set) var current: UnsafeMutablePointer<AVFrame>
    private(set) var next: UnsafeMutablePointer<AVFrame>
    /// Whether the next frame has been decoded.
    private(set) var hasNext = false

    /// Creates an empty pair; `nil` if out of memory.
    init?() {
        guard let first = av_frame_alloc(), let second = av_frame_alloc() else { return nil }
        current = first
        next = second
    }

    deinit {
        var frames = [Optional(current), Optional(next)]
        for index in frames.indices { av_frame_free(&frames[index]) }
    }

    /// Moves a decoder's frame into the next one.
    mutating func put(_ frame: UnsafeMutablePointer<AVFrame>) {
        av_frame_unref(next)
        av_frame_move_ref(next, frame)
        hasNext = true
    }

    /// Makes the next frame the current one.
    mutating func advance() {
        swap(&current, &next)
        av_frame_unref(next)
        hasNext = false
    }

    /// Forgets both frames.
    mutating func removeAll() {
        av_frame_unref(current)
        av_frame_unref(next)
        hasNext = false
    }
}
