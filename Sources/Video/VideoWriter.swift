import CFFmpeg
public import Imaging

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

/// Writes images into a video file, as H.264 where the installed FFmpeg has an encoder for it and as MPEG-4 elsewhere.
///
/// The name's extension tells the format: `.mp4` and `.m4v`, `.mov`, `.mkv`. Pipes and devices get MP4.
///
/// The file gets its name when ``finish()`` is called; until then, and when it never is, whatever stood there before
/// stays. Pipes and devices are written to directly, in fragments.
public struct VideoWriter: ~Copyable, @unchecked Sendable {
    // Sendable because nobody else can have a reference to the parts.

    /// What can be chosen.
    public struct Options: Sendable, Equatable {
        /// Frames a second, about: how long the last frame is shown, and how often decoding can begin.
        public var frameRate: Double
        /// x264's measure of quality: 0 is without loss, 18 hard to tell from the original, 51 the worst.
        public var constantRateFactor: Int
        /// The colors that the images have: ``VideoColor/bt601``, or those of the video that they were read from.
        public var color: VideoColor

        /// The options, by default for 30 frames a second at good quality.
        public init(frameRate: Double = 30, constantRateFactor: Int = 23, color: VideoColor = .bt601) {
            precondition(frameRate > 0 && frameRate <= 100_000, "the frame rate is positive, and at most 100,000")
            precondition((0...51).contains(constantRateFactor), "the constant rate factor is from 0 to 51")
            self.frameRate = frameRate
            self.constantRateFactor = constantRateFactor
            self.color = color.written
        }
    }

    /// Sound that is copied, as it is stored, for the time that the frames take.
    public struct Audio: Sendable {
        /// The file with the sound. When it has none, there is none.
        public let path: String
        /// The time that is time zero of what is written: counted from the first frame of a video, and from the beginning of
        /// another file.
        public let start: Duration
        /// The first frame's time on the file's own clock; `nil` where the file's beginning is meant.
        let clockStart: Duration?
        /// The shifts of the frames of the same file.
        let shifts: ClockShifts?

        /// The sound of a video whose frames are written.
        public init(of video: VideoFile, start: Duration = .zero) {
            path = video.path
            self.start = start
            clockStart = video.start
            shifts = video.shifts
        }

        /// The sound of a file.
        public init(of url: URL, start: Duration = .zero) {
            path = url.path
            self.start = start
            clockStart = nil
            shifts = nil
        }
    }

    /// MP4 counts the microseconds from frame to frame in 31 bits, which are 35 minutes.
    private static let longestStep = Duration.seconds(1800)

    private let place: String
    private let options: Options
    private let audio: Audio?
    private let output: OutputFile
    private let format: VideoFileFormat
    /// Why there is no sound although there should be.
    private var audioObstacle: String?
    /// Made when the first picture tells the size.
    private var parts: (encoder: FrameEncoder, muxer: Muxer)?
    private var last: Duration?
    /// What is added to all times, since players show nothing before zero.
    private var shift = Duration.zero
    private var failure: VideoError?

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - url: A local file.
    ///   - options: What can be chosen.
    ///   - audio: Sound to copy.
    /// - Throws: ``VideoError`` with the file's path.
    public init(_ url: URL, options: Options = Options(), audio: Audio? = nil) throws(VideoError) {
        guard url.isFileURL else {
            let reason = VideoError.Reason.cannotCreate(detail: "this is not the address of a local file")
            throw VideoError(reason, at: url.absoluteString)
        }
        try self.init(path: url.path, options: options, audio: audio)
    }

    /// Begins a file whose path is taken as it stands; `-` is standard output.
    package init(path: String, options: Options = Options(), audio: Audio? = nil) throws(VideoError) {
        _ = FFmpeg.start
        if let audio { try Input.file(audio.path).checkFile() }
        let output = try OutputFile(path: path)
        guard let format = output.format else { throw VideoError(.unknownExtension, at: path) }
        self.init(output, format, options, audio)
    }

    /// An initializer that throws may not leave a structure half initialized.
    private init(_ output: OutputFile, _ format: VideoFileFormat, _ options: Options, _ audio: Audio?) {
        place = output.place
        self.output = output
        self.format = format
        self.options = options
        self.audio = audio
    }

    /// Writes a frame.
    ///
    /// - Parameters:
    ///   - image: The image. One of another size than the first is scaled to it, with black bars where the shape differs.
    ///     Opacity is dropped. Where a side is odd, its last row or column is stored twice, since H.264 stores colors for
    ///     squares of 2 x 2 pixels.
    ///   - time: When it is shown; after the frame before, to the microsecond. Differences may vary; in longer ones
    ///     than half an hour the frame before is stored again each half hour, since MP4 has no longer ones. When the first time
    ///     is before zero it becomes zero, and all others move with it.
    /// - Throws: ``VideoError`` with the file's path. After an error of encoding or writing, nothing more can be written.
    public mutating func write(_ image: Image, at time: Duration) throws(VideoError) {
        if let failure { throw failure }
        do throws(VideoError) {
            if parts == nil { parts = try begin(image, at: time) }
            guard let (encoder, muxer) = parts else { return }
            let unit = encoder.context.pointee.time_base
            let ticks = (time + shift).ticks(base: unit)
            if let last, ticks <= (last + shift).ticks(base: unit) {
                throw VideoError(.timeDoesNotAdvance(last: last, given: time), at: place)
            }
            let write = { (packet: UnsafeMutablePointer<AVPacket>) throws(VideoError) in try muxer.write(packet) }
            while let last, time - last > Self.longestStep {
                try encoder.encodeAgain(at: (last + Self.longestStep + shift).ticks(base: unit), ready: write)
                self.last = last + Self.longestStep
            }
            try encoder.encode(image, at: ticks, ready: write)
            last = time
        } catch {
            switch error.reason {
            case .timeDoesNotAdvance: break
            default: failure = error
            }
            throw error
        }
    }

    /// Completes the file and gives it its name. What was written until then can be played, however much was planned.
    ///
    /// - Returns: Why the sound is missing, or ends before the frames; `nil` when it does not.
    /// - Throws: ``VideoError`` with the file's path; then there is no new file.
    @discardableResult
    public consuming func finish() throws(VideoError) -> String? { try finish(isComplete: true).audioObstacle }

    /// Completes the file, as ``finish()`` does.
    ///
    /// - Parameter isComplete: Whether all that was planned has been written. If not, a file that stands under the name
    ///   stays.
    /// - Returns: Where the video is, if not where the caller named, and why the sound is missing, if it is.
    package consuming func finish(
        isComplete: Bool
    ) throws(VideoError) -> (place: String?, audioObstacle: String?) {
        if let failure { throw failure }
        guard let (encoder, muxer) = parts, let last else { throw VideoError(.nothingWritten, at: place) }
        try encoder.finish { (packet) throws(VideoError) in try muxer.write(packet) }
        try muxer.finish(at: last + shift + .seconds(1 / options.frameRate))
        return (try output.commit(isComplete: isComplete), audioObstacle ?? muxer.audioObstacle)
    }

    private mutating func begin(_ image: Image, at time: Duration) throws(VideoError) -> (FrameEncoder, Muxer) {
        let encoder = try FrameEncoder(width: image.width, height: image.height, options: options, place: place)
        shift = max(.zero, .zero - time)
        do throws(VideoError) {
            let copy = try audio.flatMap { (audio) throws(VideoError) in
                try AudioCopy(audio, delay: shift, from: time + shift)
            }
            return (encoder, try muxer(encoder, copy))
        } catch {
            guard audio != nil else { throw error }
            // The frames are worth more than the sound.
            audioObstacle = "\(error.reason)"
            try output.restart()
            return (encoder, try muxer(encoder, nil))
        }
    }

    private func muxer(_ encoder: FrameEncoder, _ audio: AudioCopy?) throws(VideoError) -> Muxer {
        try Muxer(output, format, encoder: encoder, options: options, audio: audio, place: place)
    }
}
