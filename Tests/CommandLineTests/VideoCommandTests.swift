import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo

@Suite struct VideoCommandTests {
    @Test("The drawing has the frames, times, size and sound of the source")
    func drawing() async throws {
        try await withVideo { workspace in
            let result = try await workspace.poise("video", "squat.mp4", "--draw", "drawn.mp4")
            #expect(result.status == 0 && result.output.isEmpty)
            #expect(result.errors == "squat.mp4: 12 frames, people in 12, 1 person\n")
            #expect(workspace.contents == ["squat.mp4", "drawn.mp4"])
            let (source, drawn) = try await (workspace.frames("squat.mp4"), workspace.frames("drawn.mp4"))
            #expect(drawn.map(\.time) == source.map(\.time) && drawn.count == 12)
            #expect(drawn.allSatisfy { $0.image.width == 320 && $0.image.height == 240 })
            // The middle of the person has drawn lines.
            #expect(zip(source, drawn).allSatisfy { difference($0.image, $1.image) > 1 })
            let file = try VideoFile(workspace.url("drawn.mp4"))
            #expect(file.hasAudio)
            #expect(file.frameRate == 25)
        }
    }

    @Test("A video without sound gives a drawing without sound")
    func silentDrawing() async throws {
        try await withWorkspace { workspace in
            // Frames at irregular times.
            let times: [Duration] = [.zero, .milliseconds(40), .milliseconds(200), .milliseconds(230)]
            try Fixtures.write(Fixtures.squatting(), at: times, to: workspace.url("squat.mp4"))
            let result = try await workspace.poise("video", "squat.mp4", "--draw", "drawn.mp4", "--quiet")
            #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty, "\(result.errors)")
            #expect(try await workspace.frames("drawn.mp4").map(\.time) == times)
            #expect(try !VideoFile(workspace.url("drawn.mp4")).hasAudio)
        }
    }

    @Test("Every other frame of a time range is drawn, from time zero on")
    func stretch() async throws {
        try await withVideo { workspace in
            let result = try await workspace.poise(
                "video", "squat.mp4", "--from", "0.12", "--to", "0.4", "--every", "2", "--draw", "drawn.mp4")
            #expect(result.status == 0)
            #expect(result.errors.contains(": 4 frames, people in 4"), "\(result.errors)")
            let times = try await workspace.frames("drawn.mp4").map(\.time)
            #expect(times == [.zero, .milliseconds(80), .milliseconds(160), .milliseconds(240)])
            #expect(try VideoFile(workspace.url("drawn.mp4")).hasAudio)
            let nothing = try await workspace.poise("video", "squat.mp4", "--from", "50", "--draw", "none.mp4")
            expectFailure(nothing, 65, naming: "squat.mp4", "no frames in this time range")
            #expect(workspace.contents == ["squat.mp4", "drawn.mp4"])
        }
    }

    @Test("A video of one frame is counted in the singular")
    func oneFrame() async throws {
        try await withWorkspace { workspace in
            try Fixtures.write([Fixtures.couple()], at: Fixtures.times(1), to: workspace.url("one.mp4"))
            let result = try await workspace.poise("video", "one.mp4")
            #expect(result.status == 0 && result.errors == "one.mp4: 1 frame, people in 1, 1 person\n")
        }
    }

    @Test("At most the requested number of people is tracked", arguments: [1, 2])
    func people(count: Int) async throws {
        try await withWorkspace { workspace in
            try Fixtures.write([Fixtures.couple()], at: Fixtures.times(4), to: workspace.url("couple.mp4"))
            let result = try await workspace.poise("video", "couple.mp4", "--people", "\(count)")
            let people = count == 1 ? "1 person" : "2 people"
            #expect(result.errors == "couple.mp4: 4 frames, people in 4, \(people)\n")
        }
    }

    @Test("No people are found in an empty room")
    func nobody() async throws {
        try await withWorkspace { workspace in
            let grey = try Image(width: 320, height: 240, filledWith: Color(red: 90, green: 90, blue: 90))
            try Fixtures.write([grey], at: Fixtures.times(3), to: workspace.url("empty.mp4"))
            let result = try await workspace.poise("video", "empty.mp4", "--draw", "drawn.mp4")
            #expect(result.status == 0 && result.errors == "empty.mp4: 3 frames, people in 0, 0 people\n")
            #expect(try await workspace.frames("drawn.mp4").count == 3)
        }
    }

    // MARK: Early ends

    @Test("Ctrl-C leaves a video of the frames up to then")
    func interruption() async throws {
        try await withWorkspace { workspace in
            // Long enough to be still running when this test, among others on a busy machine, checks it.
            let times = Fixtures.times(600)
            try Fixtures.write(Fixtures.squatting(), at: times, to: workspace.url("squat.mp4"))
            let command = try RunningCommand(
                .poise, ["video", "squat.mp4", "--draw", "drawn.mp4"], in: workspace.folder)
            while command.isRunning, (workspace.sizeOfFileAside ?? 0) == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            command.interrupt()
            let result = try await command.result()
            #expect(result.status == 130, "\(result.errors)")
            let match = try #require(result.errors.wholeMatch(of: /poise: interrupted after (\d+) frames\n/))
            let drawn = try await workspace.frames("drawn.mp4")
            #expect(Int(match.1) == drawn.count && (1..<600).contains(drawn.count))
            #expect(drawn.map(\.time) == Array(times.prefix(drawn.count)))
            #expect(workspace.contents == ["squat.mp4", "drawn.mp4"])
        }
    }

    @Test("A size that changes is scaled in the drawing", arguments: [1, 3])
    func changingSize(framesAfter: Int) async throws {
        try await withWorkspace { workspace in
            // Concatenated images are a video in Motion JPEG.
            let large = try Fixtures.squatting()[0].jpegData()
            let small = try Image(width: 64, height: 48, filledWith: .white).jpegData()
            let pictures = [[UInt8]](repeating: large, count: 4) + [[UInt8]](repeating: small, count: framesAfter)
            try workspace.write(pictures.flatMap(\.self), to: "changing.mjpeg")
            let result = try await workspace.poise("video", "changing.mjpeg", "--draw", "drawn.mp4")
            #expect(result.status == 0, "\(result.errors)")
            let drawn = try await workspace.frames("drawn.mp4")
            #expect(drawn.count == 4 + framesAfter && drawn.allSatisfy { $0.image.width == 320 })
        }
    }

    @Test(
        "A truncated video gives its frames, and fails",
        .enabled(if: Reference.isAvailable, "needs the reference data"))
    func truncation() async throws {
        try await withWorkspace { workspace in
            // Its index comes first.
            let whole = try Data(contentsOf: Reference.folder.appending(path: "videos/deadlift_side.mp4"))
            try workspace.write([UInt8](whole.prefix(whole.count / 4)), to: "cut.mp4")
            let result = try await workspace.poise("video", "cut.mp4", "--draw", "drawn.mp4")
            #expect(result.status == 65)
            let pattern = /poise: cut.mp4: the video breaks off after (\d+) of \d+ frames\n/
            let match = try #require(result.errors.wholeMatch(of: pattern))
            #expect(try await workspace.frames("drawn.mp4").count == Int(match.1))
        }
    }

    @Test("Sound that MP4 does not support is omitted and reported")
    func soundThatCannotBeCopied() async throws {
        try await withWorkspace { workspace in
            let pictures = try (0..<3).map { try Fixtures.squatting()[$0].jpegData() }
            try workspace.write(AVI.file(pictures, width: 320, height: 240), to: "old.avi")
            let result = try await workspace.poise("video", "old.avi", "--draw", "drawn.mp4")
            #expect(result.status == 0)
            #expect(
                result.errors == "old.avi: 3 frames, people in 3, 1 person; "
                    + "the sound cannot be copied: the format does not hold pcm_mulaw\n")
            #expect(try await workspace.frames("drawn.mp4").count == 3)
        }
    }

    // MARK: Wrong files

    @Test(
        "A file that is no video is reported in one sentence",
        arguments: [
            ("none.mp4", 66, "there is no such file"), ("folder", 66, "this is a folder"),
            ("text.txt", 65, "this is not a video"), ("nothing.mp4", 65, "the file is empty"),
            ("cut.mp4", 65, "the file is incomplete"),
        ] as [(String, Int32, String)])
    func wrongInput(name: String, status: Int32, reason: String) async throws {
        try await withVideo { workspace in
            try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: true)
            try workspace.write(Array("There is nothing to be seen here.\n".utf8), to: "text.txt")
            try workspace.write([], to: "nothing.mp4")
            let whole = [UInt8](try workspace.read("squat.mp4"))
            try workspace.write(Array(whole.prefix(whole.count / 2)), to: "cut.mp4")
            let result = try await workspace.poise("video", name, "--draw", "drawn.mp4", "--json", "drawn.jsonl")
            expectFailure(result, status, naming: name, reason)
            #expect(result.output.isEmpty)
            #expect(workspace.contents.isDisjoint(with: ["drawn.mp4", "drawn.jsonl"]))
        }
    }

    @Test(
        "An output that cannot be created is reported before the work",
        arguments: [
            (["--draw", "squat.mp4"], 64, "squat.mp4", "overwrite"),
            (["--draw", "./squat.mp4"], 64, "./squat.mp4", "overwrite"),
            (["--json", "squat.mp4"], 64, "squat.mp4", "overwrite"),
            (["--json", "both", "--draw", "both"], 64, "both", "overwrite"),
            (["--draw", "nowhere/drawn.mp4"], 73, "nowhere/drawn.mp4", "there is no folder nowhere"),
            (["--draw", "folder"], 73, "folder", "this is a folder"),
            (["--json", "nowhere/poses.jsonl"], 73, "nowhere/poses.jsonl", "there is no folder nowhere"),
        ] as [([String], Int32, String, String)])
    func wrongOutput(options: [String], status: Int32, subject: String, reason: String) async throws {
        try await withVideo { workspace in
            try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: true)
            let before = try workspace.read("squat.mp4")
            let result = try await workspace.poise(["video", "squat.mp4"] + options)
            expectFailure(result, status, naming: subject, reason)
            #expect(try workspace.read("squat.mp4") == before)
            #expect(workspace.contents == ["squat.mp4", "folder"])
        }
    }

    @Test("poise reports that the program with FFmpeg is missing")
    func missingProgram() async throws {
        try await withWorkspace { workspace in
            let alone = workspace.url("poise")
            // By another process: a command that starts meanwhile would inherit the open copy, which then could not run.
            let copy = try await RunningCommand(
                URL(filePath: "/bin/cp"), [URL.poise.path, alone.path], in: workspace.folder
            ).result()
            #expect(copy.status == 0)
            let result = try await RunningCommand(alone, ["video", "squat.mp4"], in: workspace.folder).result()
            #expect(result.status == 74 && result.output.isEmpty)
            #expect(result.errors.wholeMatch(of: /poise: \S+\/poise-video: the program cannot be started: .+\n/) != nil)
        }
    }
}

extension Workspace {
    /// Returns the size of the temporary file of a drawing, bytes.
    var sizeOfFileAside: Int? {
        guard let name = contents.first(where: { $0.hasPrefix(".poise-") }) else { return nil }
        return (try? FileManager.default.attributesOfItem(atPath: url(name).path))?[.size] as? Int
    }
}
