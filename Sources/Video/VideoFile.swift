import CPoiseFFmpeg
import Synchronization

#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
#else
    public import struct Foundation.URL
#endif

/// A video file with the properties from its header and its frames.
///
/// All formats of the installed FFmpeg are supported. Images are upright and have square pixels. High dynamic range is
/// mapped to the standard range. Interlaced frames stay interlaced. The file is open only while its properties or its frames
/// are read: a value holds no descriptor and no decoder.
public struct VideoFile: Sendable {
    /// The default limit of pixels per frame: 100 million, 300 MB once decoded.
    public static let defaultMaximumPixels = 100_000_000

    /// The number of columns of the first frame, upright and with square pixels. Frames of other sizes may follow.
    public let width: Int
    /// The number of rows of the first frame, upright and with square pixels.
    public let height: Int
    /// The frame rate, frames per second, the mean if it varies; `nil` if the file does not state it.
    public let frameRate: Double?
    /// The first frame's time on the file's own clock. The times of frames are relative to it: the first one has time zero.
    public let start: Duration
    /// The duration of the video; `nil` if the file does not state it.
    public let duration: Duration?
    /// The number of frames that the file states; `nil` if it states none.
    public let frameCount: Int?
    /// Whether the file has sound.
    public let hasAudio: Bool
    /// The color tags of the file.
    public let color: VideoColor
    /// Whether the first frame consists of two fields taken at different times.
    public let isInterlaced: Bool
    /// The file, as the caller named it.
    public let path: String

    let input: Input
    let maximumPixels: Int
    /// The reader that found the properties, for the frames; `nil` if it closed the file.
    private let opened: OpenReader?
    /// The clock shifts, found by the frames and applied to the sound.
    let shifts: ClockShifts

    /// Opens a file and reads its properties.
    ///
    /// - Parameters:
    ///   - url: The URL of a local file.
    ///   - maximumPixels: The limit of pixels per frame; larger videos are refused before memory is allocated for them.
    /// - Throws: ``VideoError`` with the file's path.
    public init(_ url: URL, maximumPixels: Int = VideoFile.defaultMaximumPixels) throws(VideoError) {
        guard url.isFileURL else { throw VideoError(.notAFile, at: url.absoluteString) }
        try self.init(path: url.path, maximumPixels: maximumPixels, staysOpen: false)
    }

    /// Opens a file by its literal path: a URL would make it absolute, and resolve `..` without regard to symbolic links.
    ///
    /// - Parameters:
    ///   - name: The name in errors; `nil` for the path.
    ///   - staysOpen: Whether the file stays open for the first loop over its frames.
    package init(
        path: String, named name: String? = nil, maximumPixels: Int = VideoFile.defaultMaximumPixels, staysOpen: Bool
    ) throws(VideoError) {
        let input = Input.file(path, named: name)
        try input.checkFile()
        let shifts = ClockShifts()
        let tally = StreamStatistics(shifts: shifts)
        let watch = InterruptDeadline(timeout: nil)
        let reader: FrameReader
        let first: (size: (width: Int, height: Int), color: VideoColor, isInterlaced: Bool)
        do throws(VideoError) {
            reader = try FrameReader(
                input, FrameSelection(), maximumPixels: maximumPixels, isFast: staysOpen, watch: watch, tally: tally)
            first = try reader.first()
        } catch {
            throw input.cause(of: error)
        }
        self.path = path
        self.input = input
        self.maximumPixels = maximumPixels
        self.shifts = shifts
        (width, height) = first.size
        color = first.color
        isInterlaced = first.isInterlaced
        start = reader.start
        frameRate = reader.demuxer.frameRate
        duration = reader.demuxer.duration
        frameCount = reader.demuxer.frameCount
        hasAudio = reader.demuxer.hasAudio
        opened = staysOpen ? OpenReader(reader, watch: watch, tally: tally) : nil
    }

    /// All frames.
    public var frames: VideoFrames { frames() }

    /// Returns the frames of a time range. Times are relative to the first frame of the video.
    ///
    /// - Parameters:
    ///   - from: The start of the range; by default that of the video.
    ///   - to: The end of the range, exclusive; by default that of the video.
    ///   - step: The step between selected frames, beginning with the first of the range.
    public func frames(from: Duration? = nil, to: Duration? = nil, every step: Int = 1) -> VideoFrames {
        frames(from: from, to: to, every: .frames(step))
    }

    /// Returns the frames of a time range, at an interval. Times are relative to the first frame of the video.
    ///
    /// - Parameters:
    ///   - from: The start of the range; by default that of the video.
    ///   - to: The end of the range, exclusive; by default that of the video.
    ///   - interval: The interval of selected frames, beginning with the first of the range.
    public func frames(from: Duration? = nil, to: Duration? = nil, every interval: FrameInterval) -> VideoFrames {
        precondition(interval.isPositive, "an interval must be at least one frame, or longer than zero")
        let selection = FrameSelection(from: from, to: to, interval: interval, zero: start)
        // Seeking might depend on what has been read before.
        if from == nil, let opened, opened.offer() {
            return VideoFrames(
                input: input, selection: selection, maximumPixels: maximumPixels, tally: opened.tally, opened: opened)
        }
        return VideoFrames(
            input: input, selection: selection, maximumPixels: maximumPixels, tally: StreamStatistics(shifts: shifts))
    }
}

extension VideoFile {
    /// Reads the presentation times of the frames from the whole file, without decoding.
    ///
    /// - Returns: The times relative to the first frame, in increasing order; `nil` if the file does not state all of them.
    /// - Throws: ``VideoError`` with the file's path.
    package func frameTimes() throws(VideoError) -> [Duration]? {
        let demuxer = try Demuxer(
            input, kind: AVMEDIA_TYPE_VIDEO, maximumPixels: maximumPixels, watch: InterruptDeadline(timeout: nil))
        guard demuxer.statesTimes else { return nil }
        let base = demuxer.stream.pointee.time_base
        var times: Set<Duration> = []
        while let packet = try demuxer.nextPacket(damaged: {}) {
            guard packet.pointee.flags & AV_PKT_FLAG_DISCARD == 0 else { continue }
            guard packet.pointee.pts != poise_no_time else { return nil }
            times.insert(Duration(ticks: packet.pointee.pts, base: base) - start)
        }
        return times.sorted()
    }
}

/// The reader with which a ``VideoFile`` read its properties, for the first loop over its first sequence of frames.
final class OpenReader: Sendable {
    /// What ends the reader's waiting.
    let watch: InterruptDeadline
    /// The statistics that the reader updates.
    let tally: StreamStatistics
    private let reader: Mutex<FrameReader?>
    private let isOffered = Atomic(false)
    private let isReserved = Atomic(false)

    init(_ reader: sending FrameReader, watch: InterruptDeadline, tally: StreamStatistics) {
        self.reader = Mutex(reader)
        self.watch = watch
        self.tally = tally
    }

    /// Returns whether this is the first sequence of frames.
    func offer() -> Bool { !isOffered.exchange(true, ordering: .relaxed) }

    /// Returns whether this is the first loop over the sequence: its thread takes the reader.
    func reserve() -> Bool { !isReserved.exchange(true, ordering: .relaxed) }

    /// Removes and returns the reader.
    func take() -> sending FrameReader? { reader.withLock { $0.take() } }
}
