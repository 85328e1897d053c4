import ArgumentParser
import PoiseCommandSupport
import PoiseLiveView
import Poise
import PoiseVideo
import Foundation

/// The command `poise live`: tracks people in real time.
struct LiveCommand: AsyncPoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "live",
        abstract: "Tracks people in front of a camera, in a stream or on standard input.",
        usage: "poise live --camera <number> | <url> | - [<options>]",
        discussion: """
            Frames of cameras and streams that arrive faster than they are processed are dropped and counted; standard \
            input waits. The line on the terminal shows the frames per second, the latency from a frame's arrival to its \
            people, and the dropped frames. Ctrl-C ends the run: recording and JSON hold the frames up to then.

            --serve shows the drawn stream in browsers on this machine: a page at /, Motion JPEG at /stream, and the \
            people as server-sent events at /poses. --host 0.0.0.0 serves every machine that can reach this one.

            Examples:
              poise live --camera 0 --size 1280x720 --rate 30 --mirror --serve 8080
              poise live rtsp://camera/stream --people 3 --record drawn.mp4
              ffmpeg -i talk.webm -f yuv4mpegpipe - | poise live - --json -
              program | poise live - --raw 640x480 --rate 25 --json out.jsonl
            """)

    @Argument(help: ArgumentHelp("The address of a stream, or - for standard input.", valueName: "url|-"))
    var source: String?

    @Option(help: ArgumentHelp("A camera: its number, or its device.", valueName: "number|/dev/videoN"))
    var camera: String?

    @Option(
        help: ArgumentHelp(
            "Request images of this size from the camera, or the nearest it has.", valueName: "width>x<height"))
    var size: SizeArgument?

    @Option(help: ArgumentHelp("Write JSON Lines to this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Write the stream with the people drawn into it, as MP4; - for standard output.", valueName: "file|-"))
    var record: String?

    @Option(help: ArgumentHelp("Show the drawn stream to browsers; 0 for any free port.", valueName: "port"))
    var serve: Int?

    @Option(help: ArgumentHelp("The address at which browsers are served.", valueName: "address"))
    var host: LiveAddress = .loopback

    @Flag(help: "Draw as in a mirror. Left stays the person's left, and JSON has positions in the original image.")
    var mirror = false

    @Option(
        help: ArgumentHelp(
            "Smoothing of landmarks: immediate (online), better but two frames late (kalman), or none.",
            valueName: "online|kalman|none"))
    var smooth = SmoothingOption.online

    @OptionGroup var tracking: TrackingOptions

    @Option(
        help: ArgumentHelp(
            "Read raw images of this size, red, green and blue, from standard input. Otherwise it is YUV4MPEG2 or another "
                + "format that describes itself.", valueName: "width>x<height"))
    var raw: SizeArgument?

    @Option(
        help: ArgumentHelp(
            "Images per second: the rate requested from a camera, or that of raw images, 30 if not given.",
            valueName: "number"))
    var rate: Double?

    @Option(
        help: ArgumentHelp("Maximum time without data from a camera or server.", valueName: "seconds"))
    var timeout = 10.0

    @Flag(help: "No progress and no summary.") var quiet = false

    /// The option for the smoothing of landmarks.
    enum SmoothingOption: String, ExpressibleByArgument {
        case online, kalman, none

        var smoothing: Smoothing {
            switch self {
            case .online: .oneEuro()
            case .kalman: .kalman(delayFrames: 2)
            case .none: .none
            }
        }
    }

    func validate() throws {
        _ = try stream
        try tracking.networks.requireNoSequence()
        if let serve, !(0...65535).contains(serve) { throw ValidationError("--serve must lie between 0 and 65535.") }
        if serve == nil, host != .loopback { throw ValidationError("--host needs --serve.") }
        if json == nil, record == nil, serve == nil, quiet {
            throw ValidationError("With --quiet there is no output; add --json, --record or --serve.")
        }
        guard timeout > 0, timeout < 1e6 else {
            throw ValidationError("--timeout must be a number of seconds above 0.")
        }
    }

    /// The stream to open.
    var stream: VideoStream {
        get throws {
            let source = try LiveSource(argument: source, camera: camera, size: size, raw: raw, rate: rate).source
            if case .descriptor = source { return VideoStream(source) }
            return VideoStream(source, timeout: .seconds(timeout))
        }
    }

    func perform() async throws(Failure) {
        Interruption.listen()
        let stream: VideoStream
        do { stream = try self.stream } catch { throw Failure(nil, "\(error)", .usage) }
        var claimed = try OutputRegistry(inputs: [source, tracking.networks.model.path])
        let tracker = try tracking.tracker(smooth.smoothing, quiet: quiet)
        let outputs = try await LiveOutputs(self, &claimed)
        var run = LiveRun(stream, tracker, outputs, quiet: quiet)
        try await run.work()
    }
}

extension LiveAddress: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package var defaultValueDescription: String { text }
}

/// The source of the frames of `poise live`, as the user named it.
struct LiveSource {
    let source: VideoStream.Source

    /// The URL schemes of streams.
    private static let schemes = ["http", "https", "rtsp", "rtsps", "rtmp", "rtmps", "srt", "udp", "rtp", "tcp"]
    /// The schemes with which this machine can listen, without a host in the URL.
    private static let listeningSchemes = ["srt", "udp", "rtp", "tcp"]
    private static let usualRate = 30.0

    /// - Parameters:
    ///   - argument: A URL, or `-`.
    ///   - camera: A number or a device.
    ///   - size: The size requested from the camera.
    ///   - raw: The size of raw images on standard input.
    ///   - rate: The rate of raw images, or the rate requested from the camera, images per second.
    /// - Throws: `ValidationError`.
    init(argument: String?, camera: String?, size: SizeArgument?, raw: SizeArgument?, rate: Double?) throws {
        guard camera != nil || size == nil else { throw ValidationError("--size is for a camera.") }
        try LiveSource.check(size, "--size")
        try LiveSource.check(raw, "--raw")
        if let rate, !(rate > 0 && rate <= 1000) { throw ValidationError("--rate must lie above 0, up to 1000.") }
        switch (argument, camera) {
        case (nil, nil):
            throw ValidationError(
                "State where the images come from: --camera <number>, an address, or - for standard input.")
        case (_?, _?):
            throw ValidationError("Give --camera or an address, not both.")
        case (nil, let camera?):
            guard raw == nil else { throw ValidationError("--raw is for standard input.") }
            let mode = CameraMode(
                size: size.map { CameraMode.Size(width: $0.width, height: $0.height) }, frameRate: rate)
            source = try LiveSource.camera(camera, mode)
            return
        case ("-", nil):
            source = .standardInput(try LiveSource.format(raw: raw, rate: rate))
            return
        case (let address?, nil):
            source = .network(try LiveSource.url(address))
        }
        guard raw == nil, rate == nil else {
            throw ValidationError("--raw is for standard input, and --rate for that or a camera.")
        }
    }

    private static func check(_ size: SizeArgument?, _ option: String) throws {
        guard let size else { return }
        guard (1...65535).contains(size.width), (1...65535).contains(size.height) else {
            throw ValidationError("\(option) must be a size from 1x1 to 65535x65535.")
        }
    }

    private static func camera(_ text: String, _ mode: CameraMode) throws -> VideoStream.Source {
        if let number = Int(text), number >= 0 { return .camera(number, mode) }
        guard text.hasPrefix("/") else {
            throw ValidationError("--camera takes a number, such as 0, or a device, such as /dev/video0.")
        }
        return .device(path: text, mode)
    }

    private static func format(raw: SizeArgument?, rate: Double?) throws -> VideoStream.PipeFormat {
        guard let raw else {
            guard rate == nil else { throw ValidationError("--rate needs --raw.") }
            return .recognized
        }
        return .rgb(width: raw.width, height: raw.height, frameRate: rate ?? usualRate)
    }

    private static func url(_ text: String) throws -> URL {
        if text.hasPrefix("/dev/") || Int(text) != nil {
            throw ValidationError("For a camera use --camera \(text.printable).")
        }
        let scheme = text.range(of: "://").map { text[..<$0.lowerBound].lowercased() }
        guard let scheme, scheme != "file" else {
            throw ValidationError(
                "'\(text.printable)' is not an address such as rtsp://... or http://...; for a file use 'poise video'."
            )
        }
        guard schemes.contains(scheme) else {
            throw ValidationError(
                "'\(scheme.printable)' is not a scheme of streams, which are \(schemes.joined(separator: ", ")).")
        }
        guard let url = URL(string: text), listeningSchemes.contains(scheme) || url.host?.isEmpty == false else {
            throw ValidationError("'\(text.printable)' is not a complete address: scheme://host/path.")
        }
        return url
    }
}
