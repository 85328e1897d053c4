import ArgumentParser
import CommandSupport
import Foundation
import Video

/// Where the frames of `poise live` come from, as the user named it.
struct LiveSource {
    let source: VideoStream.Source

    /// The schemes of addresses that lead to streams.
    private static let schemes = ["http", "https", "rtsp", "rtsps", "rtmp", "rtmps", "srt", "udp", "rtp", "tcp"]
    private static let usualRate = 30.0

    /// - Parameters:
    ///   - argument: An address, or `-`.
    ///   - camera: A number or a device.
    ///   - raw: The size of bare pictures on standard input.
    ///   - rate: How many of them come a second.
    /// - Throws: `ValidationError`.
    init(argument: String?, camera: String?, raw: PictureSize?, rate: Double?) throws {
        switch (argument, camera) {
        case (nil, nil):
            throw ValidationError(
                "Say where the pictures come from: --camera <number>, an address, or - for standard input.")
        case (_?, _?):
            throw ValidationError("Give --camera or an address, not both.")
        case (nil, let camera?):
            source = try LiveSource.camera(camera)
        case ("-", nil):
            source = .standardInput(try LiveSource.format(raw: raw, rate: rate))
            return
        case (let address?, nil):
            source = .network(try LiveSource.url(address))
        }
        guard raw == nil, rate == nil else { throw ValidationError("--raw and --rate are for standard input.") }
    }

    private static func camera(_ text: String) throws -> VideoStream.Source {
        if let number = Int(text), number >= 0 { return .camera(number) }
        guard text.hasPrefix("/") else {
            throw ValidationError("--camera takes a number, such as 0, or a device, such as /dev/video0.")
        }
        return .device(path: text)
    }

    private static func format(raw: PictureSize?, rate: Double?) throws -> VideoStream.PipeFormat {
        guard let raw else {
            guard rate == nil else { throw ValidationError("--rate needs --raw.") }
            return .recognized
        }
        let rate = rate ?? usualRate
        guard (1...65535).contains(raw.width), (1...65535).contains(raw.height) else {
            throw ValidationError("--raw must be a size from 1x1 to 65535x65535.")
        }
        guard rate > 0, rate <= 1000 else { throw ValidationError("--rate must lie above 0, up to 1000.") }
        return .rgb(width: raw.width, height: raw.height, frameRate: rate)
    }

    private static func url(_ text: String) throws -> URL {
        if text.hasPrefix("/dev/") || Int(text) != nil {
            throw ValidationError("For a camera say --camera \(text.printable).")
        }
        let scheme = text.range(of: "://").map { text[..<$0.lowerBound].lowercased() }
        guard let scheme, scheme != "file" else {
            throw ValidationError(
                "'\(text.printable)' is no address, which begins as rtsp:// or http:// does; for a file there is 'poise video'."
            )
        }
        guard schemes.contains(scheme) else {
            throw ValidationError(
                "'\(scheme.printable)' leads to no stream; there are \(schemes.joined(separator: ", ")).")
        }
        guard let url = URL(string: text), url.host?.isEmpty == false else {
            throw ValidationError("'\(text.printable)' is no whole address: scheme://host/path.")
        }
        return url
    }
}
