import Foundation
import PoiseImaging
import PoiseTestSupport
import Testing
import PoiseVideo

@Suite("Writing videos")
struct VideoWriterTests {
    @Test("Count, times, size and content of frames are preserved")
    func roundTrip() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let times = Fixtures.times(60)
            try Fixtures.write(url, times: times)
            let video = try VideoFile(url)
            #expect(video.width == 64 && video.height == 48)
            #expect(video.frameCount == 60)
            #expect(video.start == .zero)
            #expect(!video.hasAudio)
            #expect(abs(try #require(video.frameRate) - 30) < 0.01)
            #expect(abs(try #require(video.duration) / .seconds(2) - 1) < 1e-4)
            let frames = try await Fixtures.read(video.frames)
            #expect(frames.map(\.time) == times)
            #expect(frames.map(\.index) == Array(0..<60))
            #expect(frames.allSatisfy { Fixtures.shows($0.index, $0) && $0.image.format == .rgb })
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names == ["a.mp4"])
        }
    }

    @Test("Colors are preserved within a few levels")
    func colours() async throws {
        let colours = [
            Color(red: 255, green: 0, blue: 0), Color(red: 0, green: 255, blue: 0), Color(red: 0, green: 0, blue: 255),
            Color(red: 255, green: 255, blue: 255), Color(red: 0, green: 0, blue: 0),
            Color(red: 200, green: 120, blue: 40),
        ]
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            var writer = try VideoWriter(url, options: .init(frameRate: 10, constantRateFactor: 10))
            for (number, colour) in colours.enumerated() {
                try writer.write(try Image(width: 64, height: 64, filledWith: colour), at: .seconds(number))
            }
            try writer.finish()
            // 8-bit limited-range luma and chroma carry about 2 levels of RGB; the encoder adds as much.
            let tolerance = 5
            for try await frame in try VideoFile(url).frames {
                let colour = colours[frame.index]
                let pixel = Array(frame.image.pixels[(32 * 64 + 32) * 3..<(32 * 64 + 32) * 3 + 3])
                for (actual, expected) in zip(pixel, [colour.red, colour.green, colour.blue]) {
                    #expect(abs(Int(actual) - Int(expected)) <= tolerance, "\(pixel) for \(colour)")
                }
            }
        }
    }

    @Test(
        "Odd sides become even by doubling the last row and column", arguments: [(63, 47), (1, 1), (17, 64), (64, 17)])
    func oddSize(width: Int, height: Int) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            try Fixtures.write(url, times: Fixtures.times(3), width: width, height: height)
            let video = try VideoFile(url)
            #expect(video.width == (width + 1) / 2 * 2 && video.height == (height + 1) / 2 * 2)
            let frames = try await Fixtures.read(video.frames)
            #expect(frames.count == 3)
            for frame in frames {
                // The doubled pixels are as bright as the rest.
                let level = Int(Fixtures.level(frame.index))
                #expect(frame.image.pixels.allSatisfy { abs(Int($0) - level) < 8 })
            }
        }
    }

    @Test("Varying times are preserved", arguments: [false, true])
    func variableFrameRate(startsLate: Bool) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            var time = startsLate ? Duration.milliseconds(1234) : .zero
            let times = (0..<40).map { number in
                defer { time += .microseconds([33_367, 16_683, 100_001, 250_000, 1_000][number % 5]) }
                return time
            }
            try Fixtures.write(url, times: times)
            let video = try VideoFile(url)
            #expect(video.start == times[0])
            let frames = try await Fixtures.read(video.frames)
            #expect(frames.map { $0.time + video.start } == times)
            #expect(frames.allSatisfy { Fixtures.shows($0.index, $0) })
        }
    }

    @Test("Slow and fast videos", arguments: [1, 240])
    func frameRates(rate: Int) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let times = Fixtures.times(30, rate: rate)
            try Fixtures.write(url, times: times, frameRate: Double(rate))
            let video = try VideoFile(url)
            #expect(abs(try #require(video.frameRate) / Double(rate) - 1) < 0.001)
            #expect(try await Fixtures.read(video.frames).map(\.time) == times)
        }
    }

    @Test("Videos that begin at times of days", arguments: [100_000, 10_000_000])
    func hugeTimes(seconds: Int) async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let times = Fixtures.times(20).map { .seconds(seconds) + $0 }
            try Fixtures.write(url, times: times)
            let video = try VideoFile(url)
            #expect(video.start == times[0])
            let expected = times.map { $0 - times[0] }
            #expect(try await Fixtures.read(video.frames).map(\.time) == expected)
            let range = try await Fixtures.read(video.frames(from: expected[7], to: expected[9]))
            #expect(range.map(\.time) == Array(expected[7..<9]))
        }
    }

    @Test("A timestamp gap of ten hours is kept, by repeated frames in between")
    func jump() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let times = Fixtures.times(5) + Fixtures.times(5).map { $0 + .seconds(36_000) }
            try Fixtures.write(url, times: times)
            let frames = try await Fixtures.read(try VideoFile(url).frames)
            let between = (1...20).map { times[4] + .seconds(1800 * $0) }.filter { $0 < times[5] }
            let expected: [Duration] = times[..<5] + between + times[5...]
            #expect(frames.map(\.time) == expected)
            let shown = [0, 1, 2, 3, 4] + [Int](repeating: 4, count: between.count) + [5, 6, 7, 8, 9]
            #expect(zip(frames, shown).allSatisfy { Fixtures.shows($1, $0) })
        }
    }

    @Test("If the first time is before zero, it becomes zero, and the others keep their intervals")
    func negativeTimes() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let times = Fixtures.times(40).map { $0 - .milliseconds(500) }
            try Fixtures.write(url, times: times)
            let frames = try await Fixtures.read(try VideoFile(url).frames)
            #expect(frames.map(\.time) == times.map { $0 - times[0] })
        }
    }

    @Test("Frames written before an interruption can be played; an unfinished video leaves no file")
    func interruption() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let task = Task {
                var writer = try VideoWriter(url)
                for (number, time) in Fixtures.times(1000).enumerated() {
                    if Task.isCancelled { break }
                    try writer.write(try Fixtures.picture(number), at: time)
                    if number == 20 { withUnsafeCurrentTask { $0?.cancel() } }
                }
                try writer.finish()
            }
            try await task.value
            #expect(try await Fixtures.read(try VideoFile(url).frames).count == 21)

            let before = try Data(contentsOf: url)
            do {
                var writer = try VideoWriter(url)
                for (number, time) in Fixtures.times(5).enumerated() {
                    try writer.write(try Fixtures.picture(number), at: time)
                }
            }
            #expect(try Data(contentsOf: url) == before)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names == ["a.mp4"])
        }
    }

    @Test("Frames with times that do not advance are refused, and the others are kept")
    func refusedFrames() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            var writer = try VideoWriter(url)
            try writer.write(try Fixtures.picture(0), at: .seconds(1))
            var reasons: [VideoError.Reason] = []
            for time in [1.0, 0.5] {
                do throws(VideoError) {
                    try writer.write(Image.grey(64, 48), at: .seconds(time))
                } catch {
                    reasons.append(error.reason)
                }
            }
            #expect(
                reasons == [
                    .timeDoesNotAdvance(last: .seconds(1), given: .seconds(1)),
                    .timeDoesNotAdvance(last: .seconds(1), given: .seconds(0.5)),
                ])
            try writer.write(try Fixtures.picture(1), at: .seconds(2))
            try writer.finish()
            #expect(try await Fixtures.read(try VideoFile(url).frames).count == 2)
        }
    }

    @Test("A video without frames is an error and no file")
    func nothing() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "a.mp4")
            let error = await videoError { try VideoWriter(url).finish() }
            #expect(error?.reason == .nothingWritten)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.isEmpty)
        }
    }

    @Test("An output that cannot be written is reported at once")
    func unwritable() async throws {
        try await withTemporaryFolder { folder in
            for url in [folder, folder.appending(path: "none/a.mp4"), URL(filePath: "/proc/a.mp4")] {
                let error = await videoError { _ = try VideoWriter(url) }
                #expect(error?.kind == .cannotWrite)
                #expect(error?.place == url.path)
            }
            let error = await videoError { _ = try VideoWriter(try #require(URL(string: "http://localhost/a.mp4"))) }
            #expect(error?.kind == .cannotWrite)
            // A folder takes the name while the video is written.
            let taken = folder.appending(path: "a.mp4")
            let late = await videoError {
                var writer = try VideoWriter(taken)
                try writer.write(try Fixtures.picture(0), at: .zero)
                try FileManager.default.createDirectory(
                    at: taken.appending(path: "inside"), withIntermediateDirectories: true)
                try writer.finish()
            }
            #expect(late?.kind == .cannotWrite)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names == ["a.mp4"])
        }
    }

    @Test("A full disk is an error")
    func fullDisk() async throws {
        let error = await videoError {
            try Fixtures.write(URL(filePath: "/dev/full"), times: Fixtures.times(100))
        }
        #expect(error == VideoError(.writeFailed(detail: String(cString: strerror(ENOSPC))), at: "/dev/full"))
    }

    @Test("A closed pipe is an error, and not the end of the process")
    func closedPipe() async throws {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        close(ends[0])
        let error = await videoError {
            try Fixtures.write(URL(filePath: "/dev/fd/\(ends[1])"), times: Fixtures.times(100))
        }
        close(ends[1])
        #expect(error?.reason == .writeFailed(detail: String(cString: strerror(EPIPE))))
    }

    @Test("A pipe gets a video that can be read without seeking")
    func pipes() async throws {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        let (input, output) = (ends[0], ends[1])
        let times = Fixtures.times(50)
        let writing = Task.detached {
            defer { close(output) }
            try Fixtures.write(URL(filePath: "/dev/fd/\(output)"), times: times)
        }
        let frames = try await Fixtures.read(VideoStream(.descriptor(input, .recognized)).frames)
        try await writing.value
        close(input)
        #expect(frames.map(\.time) == times)
        #expect(frames.allSatisfy { Fixtures.shows($0.index, $0) })
    }
}

extension Image {
    /// Returns a gray image.
    fileprivate static func grey(_ width: Int, _ height: Int) -> Image {
        do {
            return try Image(width: width, height: height, filledWith: Color(red: 90, green: 90, blue: 90))
        } catch {
            preconditionFailure("\(error)")
        }
    }
}
