import CFFmpeg

/// What of a video is wanted.
struct FrameSelection: Sendable {
    /// Frames before this time are left out.
    var from: Duration?
    /// Frames from this time on are left out.
    var to: Duration?
    /// How often a frame is taken.
    var interval = FrameInterval.every
    /// Whether the first frame's time is taken for zero.
    var startsAtZero = false
}

/// Reads the chosen frames of an input.
final class FrameReader {
    private let input: Input
    private let selection: FrameSelection
    private let maximumPixels: Int
    private let watch: Watch
    private let tally: Tally
    private var demuxer: Demuxer
    private var decoder: FrameDecoder
    private var converter: PictureConverter
    private var clock: FrameClock
    private var index = 0
    private var picker: FramePicker
    private var hasDecoded = false
    /// A picture that was decoded to see whether a seek went far enough back.
    private var pending: (picture: UnsafeMutablePointer<AVFrame>, time: Duration)?

    init(
        _ input: Input, _ selection: FrameSelection, maximumPixels: Int, watch: Watch, tally: Tally
    ) throws(VideoError) {
        self.input = input
        self.selection = selection
        picker = FramePicker(selection.interval)
        self.maximumPixels = maximumPixels
        self.watch = watch
        self.tally = tally
        demuxer = try Demuxer(input, kind: AVMEDIA_TYPE_VIDEO, maximumPixels: maximumPixels, watch: watch)
        decoder = try FrameDecoder(demuxer, maximumPixels: maximumPixels, isFast: !input.isLive, tally: tally)
        converter = PictureConverter(orientation: demuxer.orientation)
        clock = FrameClock(base: demuxer.stream.pointee.time_base, frameRate: demuxer.frameRate)
        clock.startsAtZero = selection.startsAtZero
        clock.takesArrivals = input.isLive && !demuxer.statesTimes
        if !clock.takesArrivals { tally.note(frameRate: demuxer.frameRate) }
        if let from = selection.from { try seek(to: from) }
    }

    /// The next frame; `nil` at the end.
    func next() throws(VideoError) -> VideoFrame? {
        while let (picture, time) = try nextPicture() {
            if watch.wasCancelled { return nil }
            if let from = selection.from, time < from { continue }
            if let to = selection.to, time >= to { return nil }
            defer { index += 1 }
            guard picker.takes(time) else { continue }
            let arrival = input.isFile ? nil : ContinuousClock.now
            guard let image = converter.image(picture) else {
                throw VideoError(.malformed(detail: "the pictures cannot be converted to RGB"), at: input.place)
            }
            return VideoFrame(image: image, time: time, index: index, arrival: arrival)
        }
        guard hasDecoded || watch.wasCancelled else { throw input.cause(of: VideoError(.noFrames, at: input.place)) }
        return nil
    }

    private func nextPicture() throws(VideoError) -> (UnsafeMutablePointer<AVFrame>, Duration)? {
        if let pending {
            self.pending = nil
            return pending
        }
        guard let picture = try decoder.next() else { return nil }
        hasDecoded = true
        return (picture, clock.time(of: picture))
    }

    /// Goes to where decoding has to begin for the first frame at or after a time.
    ///
    /// A container's index may lead behind the first wanted frame: it knows decoding times rather than presentation
    /// times, and some frames after a point of entry need others before it. Then this goes back further; and to the
    /// beginning where the frames do not tell their times.
    private func seek(to time: Duration) throws(VideoError) {
        guard time > demuxer.start ?? .zero else { return }
        var margin = Duration.zero
        while time - margin > demuxer.start ?? .zero {
            guard demuxer.seek(to: time - margin) else { break }
            decoder.flush()
            clock.reset()
            if let (picture, first) = try nextPicture() {
                guard FrameClock.isStated(in: picture) else { break }
                if first <= time {
                    pending = (picture, first)
                    return
                }
            }
            if watch.wasCancelled { return }
            margin = margin == .zero ? .seconds(1) : margin * 4
        }
        // From the beginning, then, where seeking cannot go wrong.
        demuxer = try Demuxer(input, kind: AVMEDIA_TYPE_VIDEO, maximumPixels: maximumPixels, watch: watch)
        decoder = try FrameDecoder(demuxer, maximumPixels: maximumPixels, isFast: !input.isLive, tally: tally)
        clock.reset()
    }
}
