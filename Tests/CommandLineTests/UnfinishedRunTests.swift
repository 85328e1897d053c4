import Foundation
import PoiseImaging
import PoiseTestSupport
import Testing
import PoiseVideo

/// Tests that an incomplete run leaves the files of earlier runs unchanged.
@Suite struct UnfinishedRunTests {
    private static let earlier = Array("what an earlier run wrote\n".utf8)

    private func frames(_ workspace: Workspace, _ name: String) throws -> Int {
        try jsonLines(workspace.read(name)).count { $0["frame"] != nil }
    }

    @Test("An output that fails in the middle leaves the records beside the earlier ones")
    func failedImages() async throws {
        try await withWorkspace { workspace in
            for name in ["a.png", "b.png"] { try workspace.write(try Fixtures.person(), to: name) }
            try workspace.write(Self.earlier, to: "out.jsonl")
            try FileManager.default.createDirectory(at: workspace.url("drawn/b.png"), withIntermediateDirectories: true)
            let result = try await workspace.poise("image", "a.png", "b.png", "--draw", "drawn", "--json", "out.jsonl")
            expectFailure(result, 73, naming: "drawn/b.png", "what was done is in out.partial.jsonl")
            #expect(try workspace.read("out.jsonl") == Data(Self.earlier))
            #expect(try jsonLines(workspace.read("out.partial.jsonl")).count == 2)
        }
    }

    @Test("Where no image can be read, earlier records stay; where one can, the run is complete")
    func unreadableImages() async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "a.png")
            try workspace.write(Self.earlier, to: "out.jsonl")
            let none = try await workspace.poise("image", "missing.png", "--json", "out.jsonl")
            expectFailure(none, 66, naming: "missing.png", "what was done is in out.partial.jsonl")
            #expect(try workspace.read("out.jsonl") == Data(Self.earlier))
            let one = try await workspace.poise("image", "missing.png", "a.png", "--json", "out.jsonl", "--quiet")
            #expect(one.status == 66 && one.errors == "poise: 1 of 2 images failed\n")
            #expect(try jsonLines(workspace.read("out.jsonl")).count == 2)
        }
    }

    @Test("A truncated video leaves its lines beside the earlier ones", arguments: ["online", "rts"])
    func brokenVideo(smoothing: String) async throws {
        try await withWorkspace { workspace in
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(60), to: workspace.url("whole.mp4"))
            let whole = try IndexFirst.file([UInt8](workspace.read("whole.mp4")))
            try workspace.write(Array(whole.prefix(whole.count * 2 / 3)), to: "cut.mp4")
            try workspace.write(Self.earlier, to: "out.jsonl")
            let result = try await workspace.poise("video", "cut.mp4", "--json", "out.jsonl", "--smooth", smoothing)
            expectFailure(result, 65, naming: "cut.mp4", "of 60 frames; what was done is in out.partial.jsonl")
            #expect(try workspace.read("out.jsonl") == Data(Self.earlier))
            #expect(try (10..<60).contains(frames(workspace, "out.partial.jsonl")))
        }
    }

    @Test("A truncated drawing stays beside the earlier one, and gets the name if there is none")
    func brokenDrawing() async throws {
        try await withWorkspace { workspace in
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(60), to: workspace.url("whole.mp4"))
            let whole = try IndexFirst.file([UInt8](workspace.read("whole.mp4")))
            try workspace.write(Array(whole.prefix(whole.count * 2 / 3)), to: "cut.mp4")
            try workspace.write(Self.earlier, to: "out.mp4")
            let result = try await workspace.poise("video", "cut.mp4", "--draw", "out.mp4")
            expectFailure(result, 65, naming: "cut.mp4", "of 60 frames; what was done is in out.partial.mp4")
            #expect(try workspace.read("out.mp4") == Data(Self.earlier))
            #expect(try await (10..<60).contains(workspace.frames("out.partial.mp4").count))
            _ = try await workspace.poise("video", "cut.mp4", "--draw", "new.mp4")
            #expect(try await (10..<60).contains(workspace.frames("new.mp4").count))
            #expect(!workspace.contents.contains("new.partial.mp4"))
        }
    }

    @Test("A run without a frame writes nothing")
    func noFrames() async throws {
        try await withVideo { workspace in
            try workspace.write(Self.earlier, to: "out.jsonl")
            let result = try await workspace.poise("video", "squat.mp4", "--from", "50", "--json", "out.jsonl")
            expectFailure(result, 65, naming: "squat.mp4", "no frames")
            #expect(try workspace.read("out.jsonl") == Data(Self.earlier))
            #expect(workspace.contents == ["squat.mp4", "out.jsonl"])
            #expect(try await workspace.poise("video", "squat.mp4", "--from", "50", "--json", "-").output.isEmpty)
        }
    }

    @Test("Ctrl-C leaves a partial file beside that of an earlier run", arguments: ["video", "check"])
    func interrupted(command: String) async throws {
        try await withWorkspace { workspace in
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(1500), to: workspace.url("squat.mp4"))
            try workspace.write(Self.earlier, to: "out.json")
            let running = try RunningCommand(
                .poise, [command, "squat.mp4", "--json", "out.json"], in: workspace.folder)
            while running.isRunning, workspace.sizeOfFileAside == nil {
                try await Task.sleep(for: .milliseconds(2))
            }
            try await Task.sleep(for: .milliseconds(1500))
            running.interrupt()
            let result = try await running.result()
            #expect(result.status == 130, "\(result.errors)")
            #expect(try workspace.read("out.json") == Data(Self.earlier))
            if !result.errors.contains("before the first") {
                let pattern = /poise: interrupted after \d+ frames; what was done is in out.partial.json\n/
                #expect(result.errors.wholeMatch(of: pattern) != nil, "\(result.errors)")
                #expect(try !jsonLines(workspace.read("out.partial.json")).isEmpty)
            }
        }
    }

    @Test("A stream that fails leaves its lines beside earlier ones; one that ends is complete")
    func failedStream() async throws {
        try await withWorkspace { workspace in
            let parts = try LiveFixtures.parts(6)
            for (end, status) in [(LoopbackServer.End.silence, Int32(74)), (.close, 0)] {
                try workspace.write(Self.earlier, to: "out.jsonl")
                let server =
                    status == 0 ? try LiveFixtures.camera(parts) : try LiveFixtures.camera(parts, end: end)
                let result = try await workspace.poise(
                    "live", server.address(), "--timeout", "1", "--json", "out.jsonl")
                server.end()
                #expect(result.status == status, "\(result.errors)")
                #expect(result.errors.contains("what was done is in out.partial.jsonl") == (status != 0))
                let isKept = try workspace.read("out.jsonl") == Data(Self.earlier)
                #expect(isKept == (status != 0))
                #expect(try frames(workspace, status == 0 ? "out.jsonl" : "out.partial.jsonl") > 0)
            }
        }
    }

    @Test("The partial file of an output must differ from all inputs")
    func besideAnInput() async throws {
        try await withVideo { workspace in
            try FileManager.default.moveItem(at: workspace.url("squat.mp4"), to: workspace.url("a.partial.mp4"))
            let result = try await workspace.poise("video", "a.partial.mp4", "--draw", "a.mp4")
            expectFailure(result, 64, naming: "a.partial.mp4", "overwrite an input")
            #expect(workspace.contents == ["a.partial.mp4"])
            // A link points to a file beside the input.
            try workspace.write(Self.earlier, to: "a.mp4")
            try FileManager.default.createSymbolicLink(
                atPath: workspace.url("link.mp4").path, withDestinationPath: "a.mp4")
            let linked = try await workspace.poise("video", "a.partial.mp4", "--draw", "link.mp4")
            expectFailure(linked, 64, naming: "link.partial.mp4", "overwrite an input")
        }
    }
}
