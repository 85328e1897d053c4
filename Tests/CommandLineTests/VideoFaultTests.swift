import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo

/// Faulty videos, with both outputs of `poise video`.
@Suite struct VideoFaultTests {
    /// Returns the times in JSON Lines, seconds.
    private func times(_ workspace: Workspace, _ name: String = "poses.jsonl") throws -> [Double] {
        try jsonLines(workspace.read(name)).dropFirst().compactMap { $0["time"] as? Double }
    }

    private func run(_ workspace: Workspace, _ name: String) async throws -> CommandResult {
        try await workspace.poise("video", name, "--json", "poses.jsonl", "--draw", "drawn.mp4")
    }

    @Test("Low and high frame rates", arguments: [1, 240])
    func rates(rate: Int) async throws {
        try await withWorkspace { workspace in
            let times = (0..<12).map { Duration.microseconds($0 * 1_000_000 / rate) }
            try Fixtures.write(
                Fixtures.squatting(), at: times, to: workspace.url("squat.mp4"), frameRate: Double(rate))
            let result = try await run(workspace, "squat.mp4")
            #expect(result.status == 0 && result.errors == "squat.mp4: 12 frames, people in 12, 1 person\n")
            #expect(try self.times(workspace) == times.map { $0 / .seconds(1) })
            #expect(try await workspace.frames("drawn.mp4").map(\.time) == times)
        }
    }

    @Test("A timestamp gap of ten hours is kept, and people are tracked after it")
    func jump() async throws {
        try await withWorkspace { workspace in
            let times = Fixtures.times(6) + Fixtures.times(6, from: .seconds(36_000))
            let picture = try [Fixtures.squatting()[0].jpegData()]
            // MP4 would store it with repeated frames in between.
            try workspace.write(
                Matroska.file(Array(repeating: picture[0], count: 12), width: 320, height: 240, at: times),
                to: "jump.mkv")
            let result = try await run(workspace, "jump.mkv")
            #expect(result.status == 0 && result.errors == "jump.mkv: 12 frames, people in 12, 1 person\n")
            // Seconds are written with 6 decimals.
            let written = try self.times(workspace)
            #expect(written.count == 12 && zip(written, times).allSatisfy { abs($0 - $1 / .seconds(1)) < 1e-6 })
            let drawn = try await workspace.frames("drawn.mp4").map(\.time)
            #expect(drawn.prefix(6) == times.prefix(6) && drawn.suffix(6) == times.suffix(6))
        }
    }

    @Test("Frames without times get them from the rate")
    func noTimes() async throws {
        try await withWorkspace { workspace in
            try workspace.write(Fixtures.squatting().flatMap { try $0.jpegData() }, to: "bare.mjpeg")
            #expect(try await run(workspace, "bare.mjpeg").status == 0)
            #expect(try times(workspace) == (0..<6).map { Double($0) * 0.04 })
            #expect(try await workspace.frames("drawn.mp4").map(\.time) == Fixtures.times(6))
            // The recorded frames are matched to the video, too.
            let result = try await workspace.poise("draw", "bare.mjpeg", "poses.jsonl", "again.mp4")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await workspace.frames("again.mp4").map(\.time) == Fixtures.times(6))
        }
    }

    @Test("Damaged packets are skipped and reported")
    func damage() async throws {
        try await withWorkspace { workspace in
            let pictures = try Fixtures.squatting().map { try $0.jpegData() }
            var damaged = pictures
            // No valid frame any more, though its position in the file is kept.
            damaged[2] = damaged[2].map { _ in 0x55 }
            try workspace.write(AVI.file(damaged, width: 320, height: 240), to: "damaged.avi")
            let result = try await run(workspace, "damaged.avi")
            #expect(result.status == 0)
            #expect(
                result.errors
                    == "damaged.avi: 5 frames, people in 5, 1 person, 1 damaged packet; "
                    + "the sound cannot be copied: the format does not hold pcm_mulaw\n")
            #expect(try times(workspace) == [0, 0.04, 0.12, 0.16, 0.2])
            #expect(try await workspace.frames("drawn.mp4").count == 5)
        }
    }

    @Test(
        "A size that changes is noted in the results, and the drawing keeps the first one",
        arguments: [[], ["--smooth", "offline"], ["--smooth", "kalman"]])
    func changingSize(options: [String]) async throws {
        try await withWorkspace { workspace in
            let large = try Fixtures.squatting()[0].jpegData()
            let small = try Image(width: 64, height: 48, filledWith: .white).jpegData()
            let pictures = [[UInt8]](repeating: large, count: 4) + [[UInt8]](repeating: small, count: 3)
            try workspace.write(pictures.flatMap(\.self), to: "changing.mjpeg")
            for outputs in [["--json", "poses.jsonl"], ["--json", "poses.jsonl", "--draw", "drawn.mp4"]] {
                let result = try await workspace.poise(["video", "changing.mjpeg"] + outputs + options)
                #expect(result.status == 0, "\(result.errors)")
                let frames = try jsonLines(workspace.read("poses.jsonl")).dropFirst()
                #expect(frames.map { $0["width"] as? Int } == [nil, nil, nil, nil, 64, 64, 64])
                #expect(frames.map { $0["height"] as? Int } == [nil, nil, nil, nil, 48, 48, 48])
            }
            let drawn = try await workspace.frames("drawn.mp4")
            #expect(drawn.count == 7 && drawn.allSatisfy { $0.image.width == 320 && $0.image.height == 240 })
        }
    }

    @Test("A truncated video gives its frames, and fails")
    func truncation() async throws {
        try await withWorkspace { workspace in
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(60), to: workspace.url("whole.mp4"))
            let whole = try IndexFirst.file([UInt8](workspace.read("whole.mp4")))
            try workspace.write(whole, to: "whole.mp4")
            #expect(try await workspace.frames("whole.mp4").count == 60)
            try workspace.write(Array(whole.prefix(whole.count * 2 / 3)), to: "cut.mp4")
            let result = try await run(workspace, "cut.mp4")
            #expect(result.status == 65)
            let pattern = /poise: cut.mp4: the video breaks off after (\d+) of 60 frames\n/
            let match = try #require(result.errors.wholeMatch(of: pattern), "\(result.errors)")
            let count = try #require(Int(match.1))
            #expect((10..<60).contains(count))
            #expect(try times(workspace).count == count)
            #expect(try await workspace.frames("drawn.mp4").count == count)
        }
    }

    @Test("A file without a video stream is refused")
    func nothingToSee() async throws {
        try await withWorkspace { workspace in
            try Fixtures.silence(seconds: 2).write(to: workspace.url("sound.aac"))
            expectFailure(try await run(workspace, "sound.aac"), 65, naming: "sound.aac", "no video stream")
            // An index of frames, none of which can be decoded.
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(12), to: workspace.url("noise.mp4"))
            var bytes = [UInt8](try workspace.read("noise.mp4"))
            let media = try #require(Data(bytes).range(of: Data("mdat".utf8))).upperBound
            let index = try #require(Data(bytes).range(of: Data("moov".utf8))).lowerBound - 4
            for place in media..<index { bytes[place] = UInt8(truncatingIfNeeded: place &* 37) }
            try workspace.write(bytes, to: "noise.mp4")
            expectFailure(try await run(workspace, "noise.mp4"), 65, naming: "noise.mp4", "no frame could be decoded")
            #expect(workspace.contents == ["sound.aac", "noise.mp4"])
        }
    }
}
