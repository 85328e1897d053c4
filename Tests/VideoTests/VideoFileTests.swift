import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo

@Suite("Reading videos")
struct VideoFileTests {
    @Test("A time range is exact, wherever key frames are", arguments: [1, 7])
    func ranges(step: Int) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let times = Fixtures.times(200)
            try Fixtures.write(url, times: times)
            let video = try VideoFile(url)
            for (first, last) in [(0, 200), (0, 3), (59, 61), (60, 62), (61, 90), (119, 125), (150, 199), (199, 200)] {
                let frames = try await Fixtures.read(
                    video.frames(from: times[first], to: last < 200 ? times[last] : nil, every: step))
                let expected = Array(stride(from: first, to: last, by: step))
                #expect(frames.map(\.time) == expected.map { times[$0] }, "\(first)..<\(last)")
                #expect(frames.map(\.index) == expected.map { $0 - first })
                #expect(zip(frames, expected).allSatisfy { Fixtures.shows($1, $0) })
            }
            // Frames that are skipped before the first one are not damaged.
            let frames = video.frames(from: times[100])
            #expect(try await Fixtures.read(frames).count == 100)
            #expect(frames.damagedPackets == 0)
            // Between two frames, before the first, after the last, and in reverse.
            let between = try await Fixtures.read(
                video.frames(from: times[70] + .milliseconds(1), to: times[72] + .milliseconds(1)))
            #expect(between.map(\.time) == [times[71], times[72]])
            #expect(try await Fixtures.read(video.frames(from: .seconds(-5), to: times[2])).count == 2)
            #expect(try await Fixtures.read(video.frames(from: .seconds(1000))).isEmpty)
            #expect(try await Fixtures.read(video.frames(from: .seconds(3), to: .seconds(2))).isEmpty)
        }
    }

    @Test(
        "One frame per time interval is selected, by the times of the frames",
        arguments: [
            (100, (0..<20).map { $0 * 3 }), (500, (0..<4).map { $0 * 15 }), (1, Array(0..<60)), (40, []), (9000, [0]),
        ])
    func intervals(milliseconds: Int, expected: [Int]) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let times = Fixtures.times(60)
            try Fixtures.write(url, times: times)
            let video = try VideoFile(url)
            let interval = FrameInterval.time(.milliseconds(milliseconds))
            let taken = try await Fixtures.read(video.frames(every: interval)).map(\.time)
            if expected.isEmpty {
                // Frames of 33 ms in intervals of 40 ms: exactly one per interval.
                let numbers = taken.map { Int(($0 / .milliseconds(40) + 0.03).rounded(.down)) }
                #expect(numbers == Array(0..<50))
            } else {
                #expect(taken == expected.map { times[$0] })
            }
            let late = try await Fixtures.read(video.frames(from: times[7], every: interval)).map(\.time)
            #expect(late.first == times[7])
        }
    }

    @Test("Time intervals work at varying rates, and their rate is known")
    func intervalsOfVariableRate() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            // 25 frames per second, then 5, with a gap of a second.
            let times =
                Fixtures.times(25, rate: 25)
                + [1000, 1200, 1400, 1600, 1800, 3000, 3200].map { Duration.milliseconds($0) }
            try Fixtures.write(url, times: times)
            let taken = try await Fixtures.read(try VideoFile(url).frames(every: .time(.milliseconds(400))))
            #expect(taken.map(\.time) == [0, 400, 800, 1200, 1600, 3000, 3200].map { .milliseconds($0) })
            #expect(FrameInterval.time(.milliseconds(400)).rate(of: 25) == 2.5)
            #expect(FrameInterval.time(.milliseconds(10)).rate(of: 25) == 25)
            #expect(FrameInterval.frames(5).rate(of: 25) == 5)
            #expect(["\(FrameInterval.frames(3))", "\(FrameInterval.time(.milliseconds(500)))"] == ["3", "0.5s"])
        }
    }

    @Test("Times are read without decoding")
    func frameTimes() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let times = Fixtures.times(40) + Fixtures.times(9, rate: 7).map { $0 + .seconds(5) }
            try Fixtures.write(url, times: times)
            #expect(try VideoFile(url).frameTimes() == times)
            let bare = folder.appending(path: "bare.mjpeg")
            try Data(try (0..<5).flatMap { try Fixtures.picture($0).jpegData() }).write(to: bare)
            #expect(try VideoFile(bare).frameTimes() == nil)
        }
    }

    @Test("Frames are rotated as the file states", arguments: [90, 180, 270])
    func rotation(degrees: Int) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            // Left half bright, right half dark.
            let row = [UInt8](repeating: 220, count: 32 * 3) + [UInt8](repeating: 30, count: 32 * 3)
            let image = try Image(width: 64, height: 48, pixels: (0..<48).flatMap { _ in row })
            var writer = try VideoWriter(url)
            try writer.write(image, at: .zero)
            try writer.finish()
            try Data(contentsOf: url).turned(clockwise: degrees).write(to: url)

            let video = try VideoFile(url)
            let size = degrees == 180 ? [64, 48] : [48, 64]
            #expect([video.width, video.height] == size)
            let frames = try await Fixtures.read(video.frames)
            let upright = try #require(frames.first).image
            #expect([upright.width, upright.height] == size)
            let bright = [90: (24, 4), 180: (60, 24), 270: (24, 60)][degrees] ?? (0, 0)
            let dark = (size[0] - 1 - bright.0, size[1] - 1 - bright.1)
            #expect(upright.pixels[(bright.1 * size[0] + bright.0) * 3] > 200)
            #expect(upright.pixels[(dark.1 * size[0] + dark.0) * 3] < 50)
        }
    }

    @Test("Frames without times get them from the frame rate, and sizes may change")
    func bareFrames() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mjpeg")
            var bytes: [UInt8] = []
            for number in 0..<10 {
                let width = number < 5 ? 64 : 94
                bytes += try Fixtures.picture(number, width: width, height: 48).jpegData(quality: 95)
            }
            try Data(bytes).write(to: url)
            let video = try VideoFile(url)
            #expect(video.frameCount == nil)
            let frames = try await Fixtures.read(video.frames)
            #expect(frames.map(\.time) == (0..<10).map { .milliseconds(40 * $0) })
            #expect(frames.map(\.image.width) == (0..<10).map { $0 < 5 ? 64 : 94 })
            #expect(frames.allSatisfy { Fixtures.shows($0.index, $0) })
            let range = try await Fixtures.read(video.frames(from: .milliseconds(200), to: .milliseconds(300)))
            #expect(range.map(\.time) == [.milliseconds(200), .milliseconds(240), .milliseconds(280)])
            #expect(range.map(\.image.width) == [94, 94, 94])
        }
    }

    @Test("A raw H.264 stream, which has no times, gets them from the frame rate, also in a time range")
    func noTimes() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.mp4")
            try Fixtures.write(file, times: Fixtures.times(100, rate: 25), frameRate: 25)
            let url = folder.appending(path: "a.h264")
            try Data(contentsOf: file).bareH264().write(to: url)
            let video = try VideoFile(url)
            #expect(video.width == 64 && video.height == 48)
            let frames = try await Fixtures.read(video.frames)
            #expect(frames.count == 100)
            #expect(frames.allSatisfy { Fixtures.shows($0.index, $0) })
            #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.time < $1.time })
            let range = try await Fixtures.read(video.frames(from: frames[70].time, to: frames[80].time))
            #expect(range.map(\.time) == frames[70..<80].map(\.time))
            #expect(range.allSatisfy { Fixtures.shows(70 + $0.index, $0) })
        }
    }

    @Test("File names with special characters are used literally")
    func names() async throws {
        try await withTemporaryFolder { folder in
            for name in ["http:x.mp4", "a%03d.mp4", "concat:a|b.mp4", "-i.mp4", "a b é.mp4"] {
                let url = folder.appending(component: name)
                try Fixtures.write(url, times: Fixtures.times(2))
                #expect(try await Fixtures.read(try VideoFile(url).frames).count == 2, "\(name)")
            }
        }
    }
}

extension Data {
    /// Returns the frames of an MP4 file with start codes instead of lengths, as in Annex B of H.264.
    fileprivate func bareH264() throws -> Data {
        func number(at position: Int, bytes: Int) -> Int {
            self[position..<position + bytes].reduce(0) { $0 << 8 | Int($1) }
        }
        let startCode = Data([0, 0, 0, 1])
        var stream = Data()
        // After the name of the box: five bytes, one SPS with its length, one PPS.
        var position = try #require(range(of: Data("avcC".utf8))).upperBound + 6
        for _ in 0..<2 {
            let count = number(at: position, bytes: 2)
            stream += startCode + self[position + 2..<position + 2 + count]
            position += 2 + count + 1
        }
        let media = try #require(range(of: Data("mdat".utf8))).lowerBound
        let end = media - 4 + number(at: media - 4, bytes: 4)
        position = media + 4
        while position < end {
            let count = number(at: position, bytes: 4)
            stream += startCode + self[position + 4..<position + 4 + count]
            position += 4 + count
        }
        return stream
    }

    /// Returns an MP4 file with another matrix in the header of its track.
    fileprivate func turned(clockwise degrees: Int) throws -> Data {
        let one: [UInt8] = [0, 1, 0, 0]
        let minus: [UInt8] = [0xFF, 0xFF, 0, 0]
        let zero: [UInt8] = [0, 0, 0, 0]
        // a, b, u, c, d: x = a p + c q, y = b p + d q.
        let entries =
            switch degrees {
            case 90: [zero, one, zero, minus, zero]
            case 180: [minus, zero, zero, zero, minus]
            default: [zero, minus, zero, one, zero]
            }
        let box = try #require(range(of: Data("tkhd".utf8)))
        // Version 1 has longer times.
        let matrix = box.upperBound + (self[box.upperBound] == 1 ? 52 : 40)
        var bytes = self
        bytes.replaceSubrange(matrix..<matrix + 20, with: entries.flatMap { $0 })
        return bytes
    }
}
