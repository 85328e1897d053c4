import CFFmpeg

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

/// A video file: what its header tells, and its frames.
///
/// Every format is read that the installed FFmpeg knows. Images are upright and have square pixels. High dynamic range is
/// mapped to the standard range. Interlaced frames stay interlaced.
public struct VideoFile: Sendable {
    /// How many pixels a picture may have when the caller says nothing: 100 million, 300 MB once decoded.
    public static let defaultMaximumPixels = 100_000_000

    /// Columns of the first frame, upright and with square pixels. Frames of other sizes may follow.
    public let width: Int
    /// Rows of the first frame, upright and with square pixels.
    public let height: Int
    /// Frames a second, on average where it varies; `nil` when the file does not tell.
    public let frameRate: Double?
    /// The first frame's time on the file's own clock. Frames count their times from here: the first one has time zero.
    public let start: Duration
    /// How long the video lasts; `nil` when the file does not tell.
    public let duration: Duration?
    /// How many frames the file says it has; `nil` when it does not tell.
    public let frameCount: Int?
    /// Whether there is sound.
    public let hasAudio: Bool
    /// The colors as the file names them.
    public let color: VideoColor
    /// Whether the first frame consists of two fields taken at different times.
    public let isInterlaced: Bool
    /// The file, as the caller named it.
    public let path: String

    let input: Input
    let maximumPixels: Int
    /// Found by the frames, and taken over by the sound.
    let shifts = ClockShifts()

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
        let facts: VideoFacts
        do throws(VideoError) {
            facts = try FrameReader(
                input, FrameSelection(), maximumPixels: maximumPixels, isFast: false, watch: Watch(timeout: nil),
                tally: Tally()
            ).facts
        } catch {
            throw input.cause(of: error)
        }
        self.path = path
        self.input = input
        self.maximumPixels = maximumPixels
        width = facts.width
        height = facts.height
        frameRate = facts.frameRate
        start = facts.start
        duration = facts.duration
        frameCount = facts.frameCount
        hasAudio = facts.hasAudio
        color = facts.color
        isInterlaced = facts.isInterlaced
    }

    /// All frames.
    public var frames: VideoFrames { frames() }

    /// Returns the frames of a time range. Times count from the first frame of the video.
    ///
    /// - Parameters:
    ///   - from: Frames before this time are left out; by default none.
    ///   - to: Frames from this time on are left out; by default none.
    ///   - step: One frame in `step` is taken, beginning with the first of the range.
    public func frames(from: Duration? = nil, to: Duration? = nil, every step: Int = 1) -> VideoFrames {
        frames(from: from, to: to, every: .frames(step))
    }

    /// Returns the frames of a time range, at an interval. Times count from the first frame of the video.
    ///
    /// - Parameters:
    ///   - from: Frames before this time are left out; by default none.
    ///   - to: Frames from this time on are left out; by default none.
    ///   - interval: How often a frame is taken, beginning with the first of the range.
    public func frames(from: Duration? = nil, to: Duration? = nil, every interval: FrameInterval) -> VideoFrames {
        precondition(interval.isPositive, "an interval is at least one frame, or longer than no time")
        return VideoFrames(
            input: input, selection: FrameSelection(from: from, to: to, interval: interval, zero: start),
            maximumPixels: maximumPixels, shifts: shifts)
    }
}
