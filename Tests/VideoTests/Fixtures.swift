import Foundation
import PoiseImaging
import Testing
import PoiseVideo

/// Returns the error of some work.
func videoError(_ work: () async throws -> Void) async -> VideoError? {
    do { try await work() } catch { return error as? VideoError }
    return nil
}

enum Fixtures {
    /// Returns a gray image whose brightness encodes its number, so that frames can be identified after compression.
    static func picture(_ number: Int, width: Int = 64, height: Int = 48) throws -> Image {
        let level = level(number)
        return try Image(
            width: width, height: height, filledWith: Color(red: level, green: level, blue: level))
    }

    static func level(_ number: Int) -> UInt8 { UInt8(16 + number % 14 * 16) }

    /// Returns whether a frame shows the image of a number. Neighboring numbers are 16 levels apart.
    static func shows(_ number: Int, _ frame: VideoFrame) -> Bool {
        let centre = (frame.image.height / 2 * frame.image.width + frame.image.width / 2) * 3
        return abs(Int(frame.image.pixels[centre]) - Int(level(number))) < 8
    }

    /// Returns times at a rate, frames per second.
    static func times(_ count: Int, rate: Int = 30) -> [Duration] {
        (0..<count).map { .microseconds(($0 * 1_000_000 + rate / 2) / rate) }
    }

    /// Writes numbered images.
    ///
    /// - Parameter inFragments: Whether to write fragments with the index first, as for a pipe.
    static func write(
        _ url: URL, times: [Duration], width: Int = 64, height: Int = 48, frameRate: Double = 30,
        audio: VideoWriter.Audio? = nil, inFragments: Bool = false
    ) throws {
        if inFragments {
            // A file that is named by its descriptor is written like a pipe.
            try Data().write(to: url)
            let file = try FileHandle(forWritingTo: url)
            defer { try? file.close() }
            let descriptor = URL(filePath: "/dev/fd/\(file.fileDescriptor)")
            return try write(descriptor, times: times, width: width, height: height, frameRate: frameRate, audio: audio)
        }
        var writer = try VideoWriter(url, options: .init(frameRate: frameRate), audio: audio)
        for (number, time) in times.enumerated() {
            try writer.write(try picture(number, width: width, height: height), at: time)
        }
        try writer.finish()
    }

    /// Returns all frames.
    static func read(_ frames: VideoFrames) async throws -> [VideoFrame] {
        var all: [VideoFrame] = []
        for try await frame in frames { all.append(frame) }
        return all
    }

    /// Returns some seconds of silence as AAC with ADTS headers, 44,100 samples per second, one channel.
    static func silence(seconds: Int) -> Data {
        let frame: [UInt8] = [0x01, 0x18, 0x20, 0x07]
        let length = UInt8(frame.count + 7)
        let header: [UInt8] = [0xFF, 0xF1, 0x50, 0x40, length >> 3, (length & 7) << 5 | 0x1F, 0xFC]
        return Data((0..<seconds * 44100 / 1024).flatMap { _ in header + frame })
    }
}
