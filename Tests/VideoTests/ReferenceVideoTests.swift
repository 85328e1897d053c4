import Foundation
import PoiseTestSupport
import Testing
import PoiseVideo

@Suite("Reference videos", .enabled(if: Reference.isAvailable))
struct ReferenceVideoTests {
    /// The first line of a results file, with the properties of the frames decoded by OpenCV.
    private struct Header: Decodable {
        var width: Int
        var height: Int
        var fps: Double
        var frames: Int
        /// The SHA-256 of some frames' pixels, by frame number.
        var hashes: [String: String]

        enum CodingKeys: String, CodingKey {
            case width
            case height
            case fps
            case frames
            case hashes = "rgb_sha256"
        }
    }

    private static let names = [
        "deadlift_side", "jumping_jacks", "pushup_side", "squat_side", "walking_street", "yoga_warrior",
    ]

    private static func header(_ name: String) throws -> Header {
        let bytes = try Reference.bytes("golden/videos/\(name)_full.jsonl")
        return try JSONDecoder().decode(Header.self, from: Data(bytes.prefix { $0 != UInt8(ascii: "\n") }))
    }

    @Test("The properties of the file are those of OpenCV", arguments: names)
    func metadata(name: String) throws {
        let expected = try Self.header(name)
        let video = try VideoFile(Reference.file("videos/\(name).mp4"))
        #expect(video.width == expected.width)
        #expect(video.height == expected.height)
        #expect(video.frameRate == expected.fps)
        #expect(video.frameCount == expected.frames)
    }

    @Test("The pixels are those of OpenCV", arguments: names)
    func pixels(name: String) async throws {
        let expected = try Self.header(name)
        let frames = try VideoFile(Reference.file("videos/\(name).mp4")).frames
        var count = 0
        for try await frame in frames {
            if let hash = expected.hashes["\(frame.index)"] {
                #expect(sha256(frame.image.pixels) == hash, "frame \(frame.index)")
            }
            count += 1
        }
        #expect(count == expected.frames)
        #expect(frames.damagedPackets == 0)
    }
}
