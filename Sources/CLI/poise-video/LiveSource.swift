import ArgumentParser
import PoiseCommandSupport
import Foundation
import PoiseVideo

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
