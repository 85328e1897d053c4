import Foundation
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo

@Suite("Bad videos")
struct BadVideoTests {
    private static func error(_ url: URL, maximumPixels: Int = VideoFile.defaultMaximumPixels) async -> VideoError? {
        await videoError {
            _ = try await Fixtures.read(try VideoFile(url, maximumPixels: maximumPixels).frames)
        }
    }

    @Test("Files that are no videos give the reason")
    func wrongInput() async throws {
        try await withTemporaryFolder { folder in
            func file(_ name: String, _ bytes: Data) throws -> URL {
                let url = folder.appending(path: name)
                try bytes.write(to: url)
                return url
            }
            let text = Data(String(repeating: "This is a text, and no video.\n", count: 500).utf8)
            let cases: [(URL, VideoError.Reason)] = [
                (folder.appending(path: "missing.mp4"), .notFound),
                (folder, .isFolder),
                (try file("empty.mp4", Data()), .empty),
                (try file("text.txt", text), .unsupported),
                (try file("text.mp4", text), .unsupported),
                (try file("short.mp4", Data([1, 2, 3])), .unsupported),
                (URL(filePath: "/dev/zero"), .cannotOpen(detail: "a pipe or device must be read as a stream")),
                (try file("sound.aac", Fixtures.silence(seconds: 2)), .noVideoStream),
            ]
            for (url, reason) in cases {
                let error = await Self.error(url)
                #expect(error == VideoError(reason, at: url.path))
                #expect(error?.description.hasPrefix(url.path + ": ") == true)
            }
            let address = try #require(URL(string: "http://127.0.0.1/a.mp4"))
            #expect(await Self.error(address)?.reason == .notAFile)
        }
    }

    @Test("A file without its end is incomplete")
    func truncated() async throws {
        try await withTemporaryFolder { folder in
            let whole = folder.appending(path: "whole.mp4")
            try Fixtures.write(whole, times: Fixtures.times(60))
            let bytes = try Data(contentsOf: whole)
            let url = folder.appending(path: "a.mp4")
            for share in [0.2, 0.5, 0.9] {
                try bytes.prefix(Int(Double(bytes.count) * share)).write(to: url)
                #expect(await Self.error(url)?.reason == .incomplete)
            }
        }
    }

    @Test("A truncated file with the index first gives the frames before its end")
    func truncatedFragments() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(200), inFragments: true)
            let bytes = try Data(contentsOf: url)
            let heads = bytes.ranges(of: Data("moof".utf8)).map(\.lowerBound)
            try #require(heads.count > 5)
            let middle = heads[heads.count / 2]
            var counts: Set<Int> = []
            // In the frames of a fragment, at the end of it, and at several positions of the next fragment's header.
            for end in [middle - 20, middle - 4, middle + 2, middle + 4, middle + 30, middle + 100] {
                try bytes.prefix(end).write(to: url)
                let frames = try await Fixtures.read(try VideoFile(url).frames)
                #expect((80..<120).contains(frames.count), "\(frames.count)")
                #expect(frames.allSatisfy { Fixtures.shows($0.index, $0) })
                counts.insert(frames.count)
            }
            // One frame more or less.
            #expect(counts.count <= 2)
        }
    }

    @Test("Damaged packets are skipped and counted")
    func damaged() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(60))
            var bytes = try Data(contentsOf: url)
            let media = try #require(bytes.range(of: Data("mdat".utf8))).upperBound
            // The second half of the frames, before the index.
            let index = try #require(bytes.range(of: Data("moov".utf8))).lowerBound - 4
            for place in (media + index) / 2..<index { bytes[place] = UInt8(truncatingIfNeeded: place &* 37) }
            try bytes.write(to: url)
            let frames = try VideoFile(url).frames
            let count = try await Fixtures.read(frames).count
            #expect((5..<60).contains(count), "\(count)")
            #expect(frames.damagedPackets > 0)
            // No valid bytes are left.
            for place in media..<index { bytes[place] = UInt8(truncatingIfNeeded: place &* 37) }
            try bytes.write(to: url)
            #expect(await Self.error(url)?.reason == .noFrames)
        }
    }

    @Test("A limit on pixels is checked before decoding")
    func tooManyPixels() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(3))
            #expect(await Self.error(url, maximumPixels: 64 * 48) == nil)
            #expect(
                await Self.error(url, maximumPixels: 64 * 48 - 1)?.reason
                    == .tooManyPixels(width: 64, height: 48, maximum: 3071))
            #expect(await Self.error(Fixtures.hugePicture)?.kind == .badData)
        }
    }
}

extension Fixtures {
    /// Returns an image file whose header states 900 million pixels.
    static let hugePicture = Reference.packageFolder.appending(path: "Tests/Fixtures/images/huge_header.png")
}
