import CPoiseFFmpeg
public import PoiseImaging

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

/// A writer of images into a video file, as H.264 if the installed FFmpeg has an encoder for it, otherwise as MPEG-4.
///
/// The extension of the name determines the format: `.mp4` and `.m4v`, `.mov`, `.mkv`. Pipes and devices get MP4.
///
/// The file gets its name when ``finish()`` is called; until then, and without that call, an existing file of that name
/// stays. Pipes and devices are written to directly, in fragments.
public struct VideoWriter: ~Copyable, @unchecked Sendable {
    // Sendable because no other value can refer to the parts.

    /// The options of a writer.
    public struct Options: Sendable, Equatable {
        /// The approximate frame rate, frames per second; it determines how long the last frame is shown, and the interval
        /// of key frames.
        public var frameRate: Double
        /// The quality measure of x264: 0 is lossless, 18 hard to distinguish from the original, 51 the worst.
        public var constantRateFactor: Int
        /// The colors of the images: ``VideoColor/bt601``, or those of the video that they were read from.
        public var color: VideoColor

        /// Creates options, by default for 30 frames per second at good quality.
        public init(frameRate: Double = 30, constantRateFactor: Int = 23, color: VideoColor = .bt601) {
            precondition(frameRate > 0 && frameRate <= 100_000, "the frame rate must be positive, and at most 100,000")
            precondition((0...51).contains(constantRateFactor), "the constant rate factor must be from 0 to 51")
            self.frameRate = frameRate
            self.constantRateFactor = constantRateFactor
            self.color = color.written
        }
    }

    /// Sound that is copied without conversion for the duration of the frames.
    public struct Audio: Sendable {
        /// The file with the sound. If it has none, the output has none.
        public let path: String
        /// The time of the source that is time zero of the output: relative to the first frame of a video, or to the
        /// beginning of another file.
        public let start: Duration
        /// The first frame's time on the file's own clock; `nil` for the beginning of the file.
        let clockStart: Duration?
        /// The shifts of the frames of the same file.
        let shifts: ClockShifts?

        /// Creates the sound of a video whose frames are written.
        public init(of video: VideoFile, start: Duration = .zero) {
            path = video.path
            self.start = start
            clockStart = video.start
            shifts = video.shifts
        }

        /// Creates the sound of another file.
        public init(of url: URL, start: Duration = .zero) {
            path = url.path
            self.start = start
            clockStart = nil
            shifts = nil
        }
    }

    /// The longest step between stored frames: MP4 counts the microseconds from frame to frame in 31 bits, which are 35
    /// minutes.
    private static let longestStep = Duration.seconds(1800)

    private let place: String
    private let options: Options
    private let audio: Audio?
    private let output: MuxerOutput
    private let format: VideoFileFormat
    /// The reason why requested sound is missing.
    private var audioObstacle: String?
    /// The encoder and the muxer, created with the first image, which determines the size.
    private var parts: (encoder: FrameEncoder, muxer: Muxer)?
    private var last: Duration?
    /// The offset added to all times, since players show no frames before zero.
    private var shift = Duration.zero
    private var failure: VideoError?

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - url: The URL of a local file.
    ///   - options: The options of the writer.
    ///   - audio: The sound to copy.
    /// - Throws: ``VideoError`` with the file's path.
    public init(_ url: URL, options: Options = Options(), audio: Audio? = nil) throws(VideoError) {
        guard url.isFileURL else {
            let reason = VideoError.Reason.cannotCreate(detail: "this is not the address of a local file")
            throw VideoError(reason, at: url.absoluteString)
        }
        try self.init(path: url.path, options: options, audio: audio)
    }

    /// Begins a file by its literal path; `-` is standard output.
    package init(path: String, options: Options = Options(), audio: Audio? = nil) throws(VideoError) {
        _ = FFmpeg.start
        if let audio { try Input.file(audio.path).checkFile() }
        let output = try MuxerOutput(path: path)
        guard let format = output.format else { throw VideoError(.unknownExtension, at: path) }
        self.init(output, format, options, audio)
    }

    /// Stores the properties: a throwing initializer must not leave a structure partly initialized.
    private init(_ output: MuxerOutput, _ format: VideoFileFormat, _ options: Options, _ audio: Audio?) {
        place = output.place
        self.output = output
        self.format = format
        self.options = options
        self.audio = audio
    }

    /// Writes a frame.
    ///
    /// - Parameters:
    ///   - image: The image. If its size differs from that of the first, it is scaled to it, with black bars if the shape
    ///     differs. Opacity is dropped. If a side is odd, its last row or column is stored twice, since H.264 stores colors
    ///     for squares of 2 x 2 pixels.
    ///   - time: The presentation time, later than that of the frame before, with a resolution of a microsecond. Intervals
    ///     may vary; in intervals longer than half an hour the frame before is stored again each half hour, since MP4 has no
    ///     longer ones. If the first time is before zero it becomes zero, and all others are shifted with it.
    /// - Throws: ``VideoError`` with the file's path. After an error of encoding or writing, no more frames can be written.
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

    /// Completes the file and gives it its name. The frames written so far can be played.
    ///
    /// - Returns: The reason why the sound is missing or ends before the frames; `nil` if it is complete.
    /// - Throws: ``VideoError`` with the file's path; then there is no new file.
    @discardableResult
    public consuming func finish() throws(VideoError) -> String? { try finish(isComplete: true).audioObstacle }

    /// Completes the file, as ``finish()`` does.
    ///
    /// - Parameter isComplete: Whether the whole video was written. If not, an existing file of that name stays.
    /// - Returns: The path of the partial file, or `nil` if the video has the name that the caller gave; and the reason why
    ///   the sound is missing, if it is.
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
            // The video is written without the sound.
            audioObstacle = "\(error.reason)"
            try output.restart()
            return (encoder, try muxer(encoder, nil))
        }
    }

    private func muxer(_ encoder: FrameEncoder, _ audio: AudioCopy?) throws(VideoError) -> Muxer {
        try Muxer(output, format, encoder: encoder, options: options, audio: audio, place: place)
    }
}

/// The output formats of video files.
public enum VideoFileFormat: Sendable, Equatable, CaseIterable {
    /// MP4, which every player reads.
    case mp4
    /// QuickTime, which also holds uncompressed sound.
    case quickTime
    /// Matroska, which holds every kind of sound.
    case matroska

    /// Creates the format of a file name's extension, ignoring case; `nil` for other extensions.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "mp4", "m4v": self = .mp4
        case "mov": self = .quickTime
        case "mkv": self = .matroska
        default: return nil
        }
    }

    /// FFmpeg's name of the format.
    var muxerName: String {
        switch self {
        case .mp4: "mp4"
        case .quickTime: "mov"
        case .matroska: "matroska"
        }
    }
}
