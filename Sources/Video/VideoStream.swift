#if canImport(FoundationEssentials)
    public import struct FoundationEssentials.URL
    import struct FoundationEssentials.URLComponents
#else
    public import struct Foundation.URL
    import struct Foundation.URLComponents
#endif

/// Frames that come as they come: from a camera, over the network, or on standard input.
///
/// Time is zero at the first frame. Cameras and networks do not wait: when the consumer is slow, the oldest frame that
/// lies ready is dropped and counted. Standard input waits.
public struct VideoStream: Sendable {
    /// Where frames come from.
    public enum Source: Sendable, Equatable {
        /// A camera by its number, `/dev/videoN`, as Video4Linux knows it.
        case camera(Int, CameraMode = CameraMode())
        /// A camera by the path of its device.
        case device(path: String, CameraMode = CameraMode())
        /// A stream by its address: `rtsp`, `http`, `https`, `rtmp`, `udp`, `srt` and others that the installed FFmpeg
        /// knows.
        case network(URL)
        /// An open file descriptor, standard input being 0. It is not closed.
        case descriptor(Int32, PipeFormat)

        /// Standard input.
        public static func standardInput(_ format: PipeFormat) -> Source { .descriptor(0, format) }
    }

    /// How frames are stored on a pipe.
    public enum PipeFormat: Sendable, Equatable {
        /// YUV4MPEG2, which tells size and rate at its beginning.
        case y4m
        /// Bare bytes, red, green and blue, row by row.
        case rgb(width: Int, height: Int, frameRate: Double)
        /// Whatever FFmpeg recognises and can read without going back: Matroska, MPEG-TS, fragmented MP4.
        case recognized
    }

    /// How long a camera or network may say nothing when the caller says nothing.
    public static let defaultTimeout = Duration.seconds(10)

    /// Where frames come from.
    public let source: Source
    private let dropsFrames: Bool
    private let timeout: Duration?
    private let maximumPixels: Int

    /// A stream. It is opened when its frames are asked for.
    ///
    /// - Parameters:
    ///   - source: Where frames come from.
    ///   - dropsFrames: Whether a slow consumer loses frames; by default on all but descriptors. A server that sends a
    ///     recording can wait, a camera cannot.
    ///   - timeout: How long nothing may come before this is an error; by default ``defaultTimeout``, and on a
    ///     descriptor as long as it takes.
    ///   - maximumPixels: Streams with more pixels a picture are refused before memory is taken for them.
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

    /// Where frames come from, for people to read; a password in an address is left out.
    public var name: String { input.place }

    /// The frames; each loop over them opens the stream anew.
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
            // What comes from elsewhere has no business with local files.
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

    /// An address for errors, which end up in logs.
    private static func withoutPassword(_ url: URL) -> String {
        guard url.password != nil else { return url.absoluteString }
        var parts = URLComponents(url: url, resolvingAgainstBaseURL: false)
        parts?.password = nil
        return parts?.string ?? url.host ?? "the stream"
    }

    private static func camera(_ path: String, _ mode: CameraMode) -> Input {
        // Cameras on USB give large pictures fast enough only when they are compressed.
        Input(
            place: path, url: path, format: "video4linux2", options: mode.options,
            preferences: mode.options.isEmpty ? [:] : ["input_format": "mjpeg"], isDevice: true)
    }
}
