import Foundation
import PoiseTestSupport
import Testing
import PoiseVideo

@Suite("Copying sound")
struct AudioCopyTests {
    /// A video of four seconds with sound.
    private func source(in folder: URL) throws -> URL {
        let sound = folder.appending(path: "sound.aac")
        try Fixtures.silence(seconds: 5).write(to: sound)
        let url = folder.appending(path: "source.mp4")
        try Fixtures.write(url, times: Fixtures.times(120), audio: .init(of: sound))
        return url
    }

    @Test("Sound stays in sync with its frames")
    func copying() async throws {
        try await withTemporaryFolder { folder in
            let source = try source(in: folder)
            #expect(try VideoFile(source).hasAudio)
            let copy = folder.appending(path: "copy.mp4")
            try Fixtures.write(copy, times: Fixtures.times(60), audio: .init(of: source, start: .seconds(1)))
            let video = try VideoFile(copy)
            #expect(video.hasAudio)
            #expect(try await Fixtures.read(video.frames).map(\.time) == Fixtures.times(60))
            // Two seconds of sound are 86 packets, and not four seconds' 172: each takes four bytes and a time.
            let sizes = try [source, copy].map { try #require(Data(contentsOf: $0).soundPackets) }
            #expect((172...174).contains(sizes[0]), "\(sizes)")
            #expect((86...88).contains(sizes[1]), "\(sizes)")
        }
    }

    @Test("A source without sound gives a video without sound")
    func noSound() throws {
        try withTemporaryFolder { folder in
            let silent = folder.appending(path: "silent.mp4")
            try Fixtures.write(silent, times: Fixtures.times(5))
            let copy = folder.appending(path: "copy.mp4")
            try Fixtures.write(copy, times: Fixtures.times(5), audio: .init(of: silent))
            #expect(try VideoFile(copy).hasAudio == false)
        }
    }

    @Test("A time range beyond the end of the sound still gives a video")
    func soundEnds() async throws {
        try await withTemporaryFolder { folder in
            let source = try source(in: folder)
            let copy = folder.appending(path: "copy.mp4")
            for start in [3.5, 100] {
                try Fixtures.write(copy, times: Fixtures.times(60), audio: .init(of: source, start: .seconds(start)))
                #expect(try await Fixtures.read(try VideoFile(copy).frames).count == 60)
            }
        }
    }

    @Test("A missing source of sound is an error and no file; sound that MP4 does not support is omitted")
    func refused() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let missing = folder.appending(path: "missing.mp4")
            let error = await videoError {
                try Fixtures.write(url, times: Fixtures.times(5), audio: .init(of: missing))
            }
            #expect(error == VideoError(.notFound, at: missing.path))

            let wave = folder.appending(path: "a.wav")
            let header = Array("RIFF".utf8) + [0x64, 0x20, 0, 0] + Array("WAVEfmt ".utf8)
            // Mu-law, which no version of FFmpeg writes into MP4; versions after 5.1 write uncompressed samples.
            let format: [UInt8] = [16, 0, 0, 0, 7, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x40, 0x1F, 0, 0, 1, 0, 8, 0]
            let data = Array("data".utf8) + [0x40, 0x20, 0, 0] + [UInt8](repeating: 0, count: 0x2040)
            try Data(header + format + data).write(to: wave)
            #expect(!FileManager.default.fileExists(atPath: url.path))
            try Fixtures.write(url, times: Fixtures.times(5), audio: .init(of: wave))
            let video = try VideoFile(url)
            #expect(!video.hasAudio)
            #expect(try await Fixtures.read(video.frames).count == 5)
        }
    }
}

extension Data {
    /// The number of sound packets in an MP4 file: the count in the `stsz` box of the last track.
    fileprivate var soundPackets: Int? {
        guard let box = range(of: Data("stsz".utf8), options: .backwards) else { return nil }
        // After the name: version and flags, one size for all or zero, and the count.
        return self[box.upperBound + 8..<box.upperBound + 12].reduce(0) { $0 << 8 | Int($1) }
    }
}
