#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
    import struct FoundationEssentials.URLComponents
#else
    public import struct Foundation.URL
    import struct Foundation.URLComponents
#endif

/// A stream of frames in real time: from a camera, the network, or standard input.
///
/// Time is zero at the first frame. Cameras and networks do not wait: if the consumer is slow, the oldest ready frame is
/// dropped and counted. Standard input waits.
public struct VideoStream: Sendable {
    /// The sources of frames.
    public enum Source: Sendable, Equatable {
        /// A camera by its number N, `/dev/videoN` of Video4Linux.
        case camera(Int, CameraMode = CameraMode())
        /// A camera by the path of its device.
        case device(path: String, CameraMode = CameraMode())
        /// A stream by its address: `rtsp`, `http`, `https`, `rtmp`, `udp`, `srt` and others that the installed FFmpeg
        /// supports.
        case network(URL)
        /// An open file descriptor; standard input is 0. It is not closed.
        case descriptor(Int32, PipeFormat)

        /// Returns standard input as a source.
        public static func standardInput(_ format: PipeFormat) -> Source { .descriptor(0, format) }
    }

    /// The formats of frames on a pipe.
    public enum PipeFormat: Sendable, Equatable {
        /// YUV4MPEG2, which states size and rate at its beginning.
        case y4m
        /// Raw bytes, red, green and blue, row by row.
        case rgb(width: Int, height: Int, frameRate: Double)
        /// A format that FFmpeg recognizes and can read without seeking: Matroska, MPEG-TS, fragmented MP4.
        case recognized
    }

    /// The default timeout of cameras and networks.
    public static let defaultTimeout = Duration.seconds(10)

    /// The source of the frames.
    public let source: Source
    private let dropsFrames: Bool
    private let timeout: Duration?
    private let maximumPixels: Int

    /// Creates a stream, which is opened when its frames are iterated.
    ///
    /// - Parameters:
    ///   - source: The source of the frames.
    ///   - dropsFrames: Whether frames are dropped for a slow consumer; by default for all sources except descriptors. A
    ///     server that sends a recording can wait, a camera cannot.
    ///   - timeout: The time without data after which an error is thrown; by default ``defaultTimeout``, and unlimited for
    ///     a descriptor.
    ///   - maximumPixels: The limit of pixels per frame; larger streams are refused before memory is allocated for them.
    public init(
        _ source: Source, dropsFrames: Bool? = nil, timeout: Duration? = nil,
        maximumPixels: Int = VideoFile.defaultMaximumPixels
    ) {
        self.source = source
        self.maximumPixels = maximumPixels
        var isLive = true
        if case .descriptor = source { isLive = false }
        self.dropsFrames = dropsFrames ?? isLive
        self.timeout = timeout ?? (isLive ? Self.defaultTimeout : nil)
    }

    /// The name of the source for messages; a password in an address is omitted.
    public var name: String { input.place }

    /// The frames; each loop over them opens the stream again.
    public var frames: VideoFrames {
        var input = input
        input.isLive = dropsFrames
        return VideoFrames(
            input: input, maximumPixels: maximumPixels, timeout: timeout)
    }

    private var input: Input {
        switch source {
        case .camera(let number, let mode):
            return Self.camera("/dev/video\(number)", mode)
        case .device(let path, let mode):
            return Self.camera(path, mode)
        case .network(let url):
            // A remote playlist must not refer to local files.
            return Input(
                place: Self.withoutPassword(url), url: url.absoluteString,
                options: [
                    "protocol_whitelist": "http,https,tls,tcp,udp,rtp,rtsp,rtmp,rtmps,srt,crypto,data,hls,httpproxy",
                    "rtsp_transport": "tcp",
                    // With one request a connection, FFmpeg 9 takes the end of an answer in chunks for a broken connection.
                    "multiple_requests": "1",
                ])
        case .descriptor(let descriptor, let format):
            let place = descriptor == 0 ? "standard input" : "descriptor \(descriptor)"
            var input = Input(place: place, url: "", descriptor: descriptor)
            switch format {
            case .y4m:
                input.format = "yuv4mpegpipe"
            case .rgb(let width, let height, let frameRate):
                input.format = "rawvideo"
                input.options = [
                    "pixel_format": "rgb24", "video_size": "\(width)x\(height)", "framerate": "\(frameRate)",
                ]
            case .recognized:
                input.options = ["protocol_whitelist": "crypto,data"]
            }
            return input
        }
    }

    /// Returns the address without its password, for errors, which end up in logs.
    private static func withoutPassword(_ url: URL) -> String {
        guard url.password != nil else { return url.absoluteString }
        var parts = URLComponents(url: url, resolvingAgainstBaseURL: false)
        parts?.password = nil
        return parts?.string ?? url.host ?? "the stream"
    }

    private static func camera(_ path: String, _ mode: CameraMode) -> Input {
        // USB cameras reach full rate with large images only if they are compressed.
        Input(
            place: path, url: path, format: "video4linux2", options: mode.options,
            preferences: mode.options.isEmpty ? [:] : ["input_format": "mjpeg"], isDevice: true)
    }
}

/// The image size and rate requested from a camera.
///
/// The camera uses the nearest mode that it has; values that are not requested stay as they were set. An impossible size or
/// rate, such as 0, is an error of opening (``VideoError/Reason/cannotOpen(detail:)``).
public struct CameraMode: Sendable, Hashable {
    /// The size of the images, pixels; `nil` to leave it unchanged.
    public var size: Size?
    /// The frame rate, frames per second; `nil` to leave it unchanged.
    public var frameRate: Double?

    /// The size of an image, pixels.
    public struct Size: Sendable, Hashable {
        /// The number of columns.
        public var width: Int
        /// The number of rows.
        public var height: Int

        /// Creates a size.
        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// Creates a mode; by default the camera stays as it was set.
    public init(size: Size? = nil, frameRate: Double? = nil) {
        self.size = size
        self.frameRate = frameRate
    }

    /// The options for Video4Linux.
    var options: [String: String] {
        var options: [String: String] = [:]
        if let size { options["video_size"] = "\(size.width)x\(size.height)" }
        if let frameRate { options["framerate"] = "\(frameRate)" }
        return options
    }
}
