import Foundation
import PoiseImaging
import Testing
import PoiseVideo

@Suite struct DrawCommandTests {
    /// Runs a test in a folder with `squat.mp4` and the results of `poise video` on it, `squat.jsonl`.
    private func withResults(_ options: String..., body: (Workspace) async throws -> Void) async throws {
        try await withVideo { workspace in
            let result = try await workspace.poise(
                ["video", "squat.mp4", "--json", "squat.jsonl", "--draw", "found.mp4", "--quiet"] + options)
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            try await body(workspace)
        }
    }

    /// Returns the mean difference of two images, levels.
    private func meanDifference(_ first: Image, _ second: Image) -> Double {
        let sum = zip(first.pixels, second.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / Double(first.pixels.count)
    }

    /// Landmarks are rounded to a thousandth of a pixel, and compression amplifies the difference. It is small compared to
    /// the change by the drawing.
    private func expectSameDrawing(_ found: [VideoFrame], _ drawn: [VideoFrame], of source: [VideoFrame]) {
        for (source, pair) in zip(source, zip(found, drawn)) {
            let drawing = meanDifference(source.image, pair.0.image)
            let difference = meanDifference(pair.0.image, pair.1.image)
            #expect(difference * 5 < drawing, "\(difference) of \(drawing)")
        }
    }

    /// Returns the largest difference of two images, levels.
    private func largestDifference(_ first: Image, _ second: Image) -> Int {
        zip(first.pixels, second.pixels).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
    }

    @Test("Drawing from the file equals drawing during tracking")
    func drawing() async throws {
        try await withResults { workspace in
            let result = try await workspace.poise("draw", "squat.mp4", "squat.jsonl", "drawn.mp4")
            #expect(result.status == 0 && result.output.isEmpty)
            #expect(result.errors == "squat.mp4: 12 frames, people in 12, 1 person\n")
            #expect(workspace.contents == ["squat.mp4", "squat.jsonl", "found.mp4", "drawn.mp4"])
            let (found, drawn) = try await (workspace.frames("found.mp4"), workspace.frames("drawn.mp4"))
            #expect(drawn.map(\.time) == found.map(\.time) && drawn.count == 12)
            expectSameDrawing(found, drawn, of: try await workspace.frames("squat.mp4"))
            #expect(try VideoFile(workspace.url("drawn.mp4")).hasAudio)
            #expect(try VideoFile(workspace.url("drawn.mp4")).frameRate == 25)
        }
    }

    @Test("Results of every other frame of a time range are drawn, from time zero on")
    func stretch() async throws {
        try await withResults("--from", "0.12", "--to", "0.4", "--every", "2") { workspace in
            let result = try await workspace.poise("draw", "squat.mp4", "squat.jsonl", "drawn.mp4")
            #expect(result.status == 0 && result.errors.contains(": 4 frames, people in 4"), "\(result.errors)")
            let (source, drawn) = try await (workspace.frames("squat.mp4"), workspace.frames("drawn.mp4"))
            #expect(drawn.map(\.time) == [0, 80, 160, 240].map { .milliseconds($0) })
            let found = try await workspace.frames("found.mp4")
            expectSameDrawing(found, drawn, of: [3, 5, 7, 9].map { source[$0] })
            // The frames are not those of the beginning.
            #expect(largestDifference(source[0].image, drawn[0].image) > 32)
            #expect(try VideoFile(workspace.url("drawn.mp4")).hasAudio)
        }
    }

    @Test("A time range of the file is drawn, with angles on request")
    func stretchOfTheFile() async throws {
        try await withResults { workspace in
            for (name, options) in [("plain.mp4", []), ("angles.mp4", ["--angles"])] {
                let result = try await workspace.poise(
                    ["draw", "squat.mp4", "squat.jsonl", name, "--from", "0.2", "--to", "0.32", "--quiet"] + options)
                #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            }
            let (plain, angles) = try await (workspace.frames("plain.mp4"), workspace.frames("angles.mp4"))
            #expect(plain.map(\.time) == [0, 40, 80].map { .milliseconds($0) })
            #expect(angles.map(\.time) == plain.map(\.time))
            #expect(zip(plain, angles).allSatisfy { largestDifference($0.image, $1.image) > 64 })
            let nothing = try await workspace.poise("draw", "squat.mp4", "squat.jsonl", "none.mp4", "--from", "50")
            expectFailure(nothing, 65, naming: "squat.jsonl", "no frames in this time range")
        }
    }

    @Test("Results of another video are refused")
    func otherVideo() async throws {
        try await withResults { workspace in
            let pictures = try Fixtures.squatting()
            let small = try Image(width: 64, height: 48, filledWith: .white)
            try Fixtures.write([small], at: Fixtures.times(12), to: workspace.url("small.mp4"))
            try Fixtures.write(pictures, at: Fixtures.times(5), to: workspace.url("short.mp4"))
            try Fixtures.write(pictures, at: Fixtures.times(12, from: .seconds(3)), to: workspace.url("late.mp4"))
            let before = workspace.contents
            for (name, reason) in [
                ("small.mp4", "found in images of 320 x 240 pixels, and those of small.mp4 have 64 x 48")
            ] {
                let result = try await workspace.poise("draw", name, "squat.jsonl", "drawn.mp4")
                expectFailure(result, 65, naming: "squat.jsonl", reason)
                #expect(workspace.contents == before)
            }
            // Times are relative to the first frame, wherever the clock of a file begins.
            #expect(try await workspace.poise("draw", "late.mp4", "squat.jsonl", "late-drawn.mp4").status == 0)
            let result = try await workspace.poise("draw", "short.mp4", "squat.jsonl", "drawn.mp4")
            expectFailure(
                result, 65, naming: "squat.jsonl", "has no frame at 0.2 s, where one is expected; the drawing ends")
            #expect(try await workspace.frames("drawn.mp4").count == 5)
            // Containers round times to a millisecond.
            try Fixtures.write(
                pictures, at: Fixtures.times(12, from: .milliseconds(1)), to: workspace.url("rounded.mp4"))
            #expect(try await workspace.poise("draw", "rounded.mp4", "squat.jsonl", "again.mp4").status == 0)
            #expect(try await workspace.frames("again.mp4").count == 12)
        }
    }

    @Test("People keep the ids of the file")
    func numbers() async throws {
        try await withResults { workspace in
            let text = String(decoding: try workspace.read("squat.jsonl"), as: UTF8.self)
            try workspace.write(Array(text.replacing("\"id\":1,", with: "\"id\":7,").utf8), to: "seven.jsonl")
            #expect(try await workspace.poise("draw", "squat.mp4", "seven.jsonl", "seven.mp4").status == 0)
            let (one, seven) = try await (workspace.frames("found.mp4"), workspace.frames("seven.mp4"))
            #expect(zip(one, seven).allSatisfy { largestDifference($0.image, $1.image) > 64 })
        }
    }

    @Test(
        "Wrong files are reported in one sentence",
        arguments: [
            (["none.mp4", "squat.jsonl", "drawn.mp4"], 66, "none.mp4", "there is no such file"),
            (["squat.mp4", "none.jsonl", "drawn.mp4"], 66, "none.jsonl", "there is no such file"),
            (["squat.mp4", "folder", "drawn.mp4"], 66, "folder", "this is a folder"),
            (["squat.mp4", "nothing.jsonl", "drawn.mp4"], 65, "nothing.jsonl", "the file is empty"),
            (["squat.mp4", "squat.mp4", "drawn.mp4"], 65, "squat.mp4", "line 1"),
            (["squat.mp4", "cut.jsonl", "drawn.mp4"], 65, "cut.jsonl", "not written to its end"),
            (["squat.mp4", "header.jsonl", "drawn.mp4"], 65, "header.jsonl", "no frames"),
            (["squat.mp4", "squat.jsonl", "squat.jsonl"], 64, "squat.jsonl", "overwrite"),
            (["squat.mp4", "squat.jsonl", "./squat.mp4"], 64, "./squat.mp4", "overwrite"),
            (["squat.mp4", "squat.jsonl", "nowhere/drawn.mp4"], 73, "nowhere/drawn.mp4", "there is no folder nowhere"),
        ] as [([String], Int32, String, String)])
    func wrongFiles(files: [String], status: Int32, subject: String, reason: String) async throws {
        try await withResults { workspace in
            try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: true)
            let whole = [UInt8](try workspace.read("squat.jsonl"))
            try workspace.write([], to: "nothing.jsonl")
            try workspace.write(Array(whole.dropLast(50)), to: "cut.jsonl")
            try workspace.write(Array(whole.prefix { $0 != 0x0A }), to: "header.jsonl")
            let before = workspace.contents
            let result = try await workspace.poise(["draw"] + files)
            expectFailure(result, status, naming: subject, reason)
            #expect(workspace.contents == before)
            #expect([UInt8](try workspace.read("squat.jsonl")) == whole)
        }
    }

    @Test("Ctrl-C leaves a video of the frames up to then")
    func interruption() async throws {
        try await withWorkspace { workspace in
            // Long enough to be still running when this test, among others on a busy machine, checks it.
            let times = Fixtures.times(2000)
            let empty = try Image(width: 320, height: 240, filledWith: Color(red: 90, green: 90, blue: 90))
            try Fixtures.write([empty], at: times, to: workspace.url("empty.mp4"))
            let first = try await workspace.poise(
                "video", "empty.mp4", "--to", "0.02", "--json", "empty.jsonl", "--quiet")
            #expect(first.status == 0)
            let lines = times.indices.dropFirst().map {
                "{\"frame\":\($0),\"people\":[],\"time\":\(Double($0) / 25)}\n"
            }
            try workspace.write(Array(try workspace.read("empty.jsonl")) + lines.joined().utf8, to: "empty.jsonl")
            let command = try RunningCommand(
                .poise, ["draw", "empty.mp4", "empty.jsonl", "drawn.mp4"], in: workspace.folder)
            while command.isRunning, workspace.sizeOfFileAside == nil {
                try await Task.sleep(for: .milliseconds(2))
            }
            try await Task.sleep(for: .milliseconds(50))
            command.interrupt()
            let result = try await command.result()
            #expect(result.status == 130, "\(result.errors)")
            let match = try #require(result.errors.wholeMatch(of: /poise: interrupted after (\d+) frames\n/))
            let count = try #require(Int(match.1))
            #expect((0..<2000).contains(count))
            guard count > 0 else { return }
            #expect(try await workspace.frames("drawn.mp4").map(\.time) == Array(times.prefix(count)))
        }
    }

    @Test("Both ways of requesting help work", arguments: ["video", "draw"])
    func help(command: String) async throws {
        try await withWorkspace { workspace in
            for arguments in [["help", command], [command, "--help"]] {
                let result = try await workspace.poise(arguments)
                #expect(result.status == 0 && result.errors.isEmpty)
                #expect(result.text.contains("USAGE: poise \(command) <"), "\(result.text)")
                #expect(result.text.contains("--quiet"))
            }
            #expect(try await workspace.poise(command).status == 64)
        }
    }
}
