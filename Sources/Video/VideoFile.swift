import CFFmpeg

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

/// A video file: what its header tells, and its frames.
///
/// Every format is read that the installed FFmpeg knows. Pixels are taken as they are stored: pixels that are not square
/// stay so, and interlaced pictures stay interlaced.
public struct VideoFile: Sendable {
    /// How many pixels a picture may have when the caller says nothing: 100 million, 300 MB once decoded.
    public static let defaultMaximumPixels = 100_000_000

    /// Columns of the upright pictures.
    public let width: Int
    /// Rows of the upright pictures.
    public let height: Int
    /// Frames a second, on average where it varies; `nil` when the file does not tell.
    public let frameRate: Double?
    /// When the first frame is shown, on the file's own clock; `nil` when the file does not tell.
    public let start: Duration?
    /// How long the pictures last; `nil` when the file does not tell.
    public let duration: Duration?
    /// How many frames the file says it has; `nil` when it does not tell.
    public let frameCount: Int?
    /// Whether there is sound.
    public let hasAudio: Bool
    /// The file, as the caller named it.
    public let path: String

    let input: Input
    let maximumPixels: Int

    /// Opens a file and reads what it says about itself.
    ///
    /// - Parameters:
    ///   - url: A local file.
    ///   - maximumPixels: Videos with more pixels a picture are refused before memory is taken for them.
    /// - Throws: ``VideoError`` with the file's path.
    public init(_ url: URL, maximumPixels: Int = VideoFile.defaultMaximumPixels) throws(VideoError) {
        guard url.isFileURL else { throw VideoError(.notAFile, at: url.absoluteString) }
        try self.init(path: url.path, maximumPixels: maximumPixels)
    }

    /// Opens a file whose path is taken as it stands: a URL would make it absolute, and resolve `..` without heed of
    /// symbolic links.
    ///
    /// - Parameter name: What errors call it, if not by its path.
    package init(
        path: String, named name: String? = nil, maximumPixels: Int = VideoFile.defaultMaximumPixels
    ) throws(VideoError) {
        let input = Input.file(path, named: name)
        try input.checkFile()
        let demuxer: Demuxer
        let decoder: FrameDecoder
        do throws(VideoError) {
            demuxer = try Demuxer(
                input, kind: AVMEDIA_TYPE_VIDEO, maximumPixels: maximumPixels, watch: Watch(timeout: nil))
            decoder = try FrameDecoder(demuxer, maximumPixels: maximumPixels, isFast: false, tally: Tally())
            guard decoder.width > 0, decoder.height > 0 else { throw VideoError(.noFrames, at: input.place) }
        } catch {
            throw input.cause(of: error)
        }
        let size = demuxer.orientation.size(width: decoder.width, height: decoder.height)
        self.path = path
        self.input = input
        self.maximumPixels = maximumPixels
        width = size.width
        height = size.height
        frameRate = demuxer.frameRate
        start = demuxer.start
        duration = demuxer.duration
        frameCount = demuxer.stream.pointee.nb_frames > 0 ? Int(demuxer.stream.pointee.nb_frames) : nil
        hasAudio = demuxer.hasAudio
    }

    /// All frames.
    public var frames: VideoFrames { frames() }

    /// The frames of a stretch of the video.
    ///
    /// - Parameters:
    ///   - from: Frames before this time, on the file's own clock, are left out; by default none.
    ///   - to: Frames from this time on are left out; by default none.
    ///   - step: One frame of so many is taken, beginning with the first of the stretch.
    public func frames(from: Duration? = nil, to: Duration? = nil, every step: Int = 1) -> VideoFrames {
        frames(from: from, to: to, every: .frames(step))
    }

    /// The frames of a time range of the video, at an interval.
    ///
    /// - Parameters:
    ///   - from: Frames before this time, on the file's own clock, are left out; by default none.
    ///   - to: Frames from this time on are left out; by default none.
    ///   - interval: How often a frame is taken, beginning with the first of the range.
    public func frames(from: Duration? = nil, to: Duration? = nil, every interval: FrameInterval) -> VideoFrames {
        precondition(interval.isPositive, "an interval is at least one frame, or longer than no time")
        return VideoFrames(
            input: input, selection: FrameSelection(from: from, to: to, interval: interval),
            maximumPixels: maximumPixels)
    }
}
