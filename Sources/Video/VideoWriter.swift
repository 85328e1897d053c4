import CFFmpeg
public import Imaging

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

/// Writes pictures into an MP4 file, as H.264 where the installed FFmpeg has an encoder for it and as MPEG-4 elsewhere.
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

        /// The options, by default for 30 frames a second at good quality.
        public init(frameRate: Double = 30, constantRateFactor: Int = 20) {
            precondition(frameRate > 0 && frameRate <= 100_000, "the frame rate is positive, and at most 100,000")
            precondition((0...51).contains(constantRateFactor), "the constant rate factor is from 0 to 51")
            self.frameRate = frameRate
            self.constantRateFactor = constantRateFactor
        }
    }

    /// Sound that is copied, as it is stored, for the time that the pictures take.
    public struct Audio: Sendable, Equatable {
        /// The file with the sound. When it has none, there is none.
        public var path: String
        /// The time on that file's clock that is time zero of what is written.
        public var start: Duration

        /// The sound of a file.
        public init(of url: URL, start: Duration = .zero) { self.init(path: url.path, start: start) }

        package init(path: String, start: Duration = .zero) {
            self.path = path
            self.start = start
        }
    }

    private let place: String
    private let options: Options
    private let audio: Audio?
    private let output: OutputFile
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

    /// Begins a file whose path is taken as it stands.
    package init(path: String, options: Options = Options(), audio: Audio? = nil) throws(VideoError) {
        _ = FFmpeg.start
        place = path
        self.options = options
        self.audio = audio
        if let audio { try Input.file(audio.path).checkFile() }
        output = try OutputFile(path: path)
    }

    /// Writes a frame.
    ///
    /// - Parameters:
    ///   - image: A picture of the same size as the first one. Opacity is dropped. Where a side is odd, its last row or
    ///     column is stored twice, since H.264 stores colours for squares of 2 x 2 pixels.
    ///   - time: When it is shown; after the frame before, to the microsecond. Differences may vary. When the first time
    ///     is before zero it becomes zero, and all others move with it.
    /// - Throws: ``VideoError`` with the file's path. After an error of encoding or writing, nothing more can be written.
    public mutating func write(_ image: Image, at time: Duration) throws(VideoError) {
        if let failure { throw failure }
        do throws(VideoError) {
            if parts == nil { parts = try begin(image, at: time) }
            guard let (encoder, muxer) = parts else { return }
            guard image.width == encoder.width, image.height == encoder.height else {
                let reason = VideoError.Reason.sizeChanged(
                    width: image.width, height: image.height, firstWidth: encoder.width, firstHeight: encoder.height)
                throw VideoError(reason, at: place)
            }
            let unit = encoder.context.pointee.time_base
            let ticks = (time + shift).ticks(base: unit)
            if let last, ticks <= (last + shift).ticks(base: unit) {
                throw VideoError(.timeDoesNotAdvance(last: last, given: time), at: place)
            }
            try encoder.encode(image, at: ticks) { (packet) throws(VideoError) in try muxer.write(packet) }
            last = time
        } catch {
            switch error.reason {
            case .sizeChanged, .timeDoesNotAdvance: break
            default: failure = error
            }
            throw error
        }
    }

    /// Completes the file and gives it its name. What was written until then can be played, however much was planned.
    ///
    /// - Throws: ``VideoError`` with the file's path; then there is no new file.
    public consuming func finish() throws(VideoError) {
        if let failure { throw failure }
        guard let (encoder, muxer) = parts, let last else { throw VideoError(.nothingWritten, at: place) }
        try encoder.finish { (packet) throws(VideoError) in try muxer.write(packet) }
        try muxer.finish(at: last + shift + .seconds(1 / options.frameRate))
        try output.commit()
    }

    private mutating func begin(_ image: Image, at time: Duration) throws(VideoError) -> (FrameEncoder, Muxer) {
        let encoder = try FrameEncoder(width: image.width, height: image.height, options: options, place: place)
        shift = max(.zero, .zero - time)
        var copy: AudioCopy?
        if var audio {
            audio.start -= shift
            copy = try AudioCopy(audio, from: time + shift)
        }
        return (encoder, try Muxer(output, encoder: encoder, options: options, audio: copy, place: place))
    }
}
