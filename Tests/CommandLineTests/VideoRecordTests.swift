import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo

/// Tests of `poise video --json`.
@Suite struct VideoRecordTests {
    @Test(
        "A header, and a line per frame with its time and people",
        arguments: ["online", "kalman", "rts", "butterworth", "offline", "none"])
    func lines(smoothing: String) async throws {
        try await withVideo { workspace in
            let result = try await workspace.poise(
                "video", "squat.mp4", "--json", "-", "--smooth", smoothing, "--quiet")
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            let records = try result.records()
            #expect(records.count == 13)
            #expect(records[0]["format"] as? String == "poise/1" && records[0]["file"] as? String == "squat.mp4")
            #expect(records[0]["width"] as? Int == 320 && records[0]["height"] as? Int == 240)
            #expect(records[0]["framesPerSecond"] as? Double == 25)
            let source = try await workspace.frames("squat.mp4")
            #expect(records.dropFirst().map { $0["frame"] as? Int } == (0..<12).map { $0 })
            #expect(records.dropFirst().map { $0["time"] as? Double } == source.map { $0.time / .seconds(1) })
            #expect(records.dropFirst().allSatisfy { ($0["people"] as? [Any])?.count == 1 })
            let into = try await workspace.poise("video", "squat.mp4", "--json", "poses.jsonl", "--smooth", smoothing)
            #expect(into.status == 0 && into.output.isEmpty)
            #expect(try workspace.read("poses.jsonl") == result.output)
        }
    }

    @Test("World landmarks are raw, or corrected frame by frame or as a sequence; others are the same")
    func correctionInSpace() async throws {
        try await withVideo { workspace in
            var results: [String: (landmarks: [[[Double]]], world: [[[Double]]])] = [:]
            for space in ["raw", "frame", "sequence"] {
                let result = try await workspace.poise(
                    "video", "squat.mp4", "--json", "-", "--space", space, "--smooth", "none", "--quiet")
                #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
                let people = try result.records().dropFirst().map {
                    try #require(($0["people"] as? [[String: Any]])?.first)
                }
                results[space] = (
                    people.compactMap { $0["landmarks"] as? [[Double]] },
                    people.compactMap { $0["world"] as? [[Double]] }
                )
            }
            let raw = try #require(results["raw"])
            let (frame, sequence) = (try #require(results["frame"]), try #require(results["sequence"]))
            #expect(raw.world.count == 12 && frame.landmarks == raw.landmarks && sequence.landmarks == raw.landmarks)
            #expect(frame.world != raw.world && sequence.world != raw.world && sequence.world != frame.world)
        }
    }

    @Test("Bones have one length in all frames", arguments: ["online", "rts"])
    func boneLengths(smoothing: String) async throws {
        try await withWorkspace { workspace in
            // Half a second and more.
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(24), to: workspace.url("squat.mp4"))
            let result = try await workspace.poise(
                "video", "squat.mp4", "--json", "-", "--smooth", smoothing, "--bone-lengths", "constant", "--quiet")
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            let thighs = try result.records().dropFirst().map { record in
                let people = try #require(record["people"] as? [[String: Any]])
                let world = try #require(people.first?["world"] as? [[Double]])
                // The left hip and knee.
                return zip(world[23], world[25]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
            }
            #expect(thighs.count == 24)
            // The rounding error: half a unit of the fifth decimal in each coordinate at both ends.
            #expect(thighs.allSatisfy { abs($0 - thighs[0]) < 4e-5 })
        }
    }

    @Test("Ctrl-C leaves complete lines of the frames up to then", arguments: ["online", "kalman", "offline"])
    func interruption(smoothing: String) async throws {
        try await withWorkspace { workspace in
            // Long enough to be still running when this test, among others on a busy machine, checks it.
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(1500), to: workspace.url("squat.mp4"))
            let command = try RunningCommand(
                .poise, ["video", "squat.mp4", "--json", "poses.jsonl", "--smooth", smoothing], in: workspace.folder)
            while command.isRunning, workspace.sizeOfFileAside == nil {
                try await Task.sleep(for: .milliseconds(5))
            }
            // Until some frames were processed.
            try await Task.sleep(for: .milliseconds(500))
            command.interrupt()
            let result = try await command.result()
            #expect(result.status == 130, "\(result.errors)")
            let match = try #require(result.errors.wholeMatch(of: /poise: interrupted after (\d+) frames\n/))
            let count = try #require(Int(match.1))
            #expect((1..<1500).contains(count))
            let records = try jsonLines(workspace.read("poses.jsonl"))
            #expect(records.count == count + 1)
            #expect(records.dropFirst().map { $0["frame"] as? Int } == (0..<count).map { $0 })
            #expect(workspace.contents == ["squat.mp4", "poses.jsonl"])
        }
    }

    @Test("A closed pipe ends the run", arguments: ["online", "kalman", "offline"])
    func closedPipe(smoothing: String) async throws {
        try await withVideo { workspace in
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            let result = try await workspace.poise(
                "video", "squat.mp4", "--json", "-", "--smooth", smoothing, output: pipe.fileHandleForWriting)
            expectFailure(result, 74, naming: "standard output", "the reader has closed it")
            #expect(workspace.contents == ["squat.mp4"])
        }
    }

    @Test("A full disk is reported, and an existing file stays")
    func fullDisk() async throws {
        try await withVideo { workspace in
            let json = try await workspace.poise("video", "squat.mp4", "--json", "/dev/full")
            expectFailure(json, 74, naming: "/dev/full", "No space left")
            let drawing = try await workspace.poise("video", "squat.mp4", "--draw", "/dev/full")
            expectFailure(drawing, 74, naming: "/dev/full", "No space left")
            #expect(workspace.contents == ["squat.mp4"])
        }
    }

    @Test(
        "A disk that fills during writing leaves the existing file",
        .enabled(if: Mount.isPossible, "needs the right to mount a file system"), arguments: ["--json", "--draw"])
    func fillingDisk(option: String) async throws {
        try await withWorkspace { workspace in
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(200), to: workspace.url("squat.mp4"))
            // A separate file system of 64 KB for this shell.
            let script = """
                mkdir full && mount -t tmpfs -o size=64k none full && echo before > full/out.mp4
                "$0" video squat.mp4 \(option) full/out.mp4; echo "status $?"; cat full/out.mp4; ls -A full
                """
            let result = try await RunningCommand(
                Mount.unshare, Mount.arguments + ["sh", "-c", script, RunningCommand.poise.path], in: workspace.folder
            ).result()
            #expect(result.text == "status 74\nbefore\nout.mp4\n")
            #expect(result.errors.contains("full/out.mp4") && result.errors.contains("No space left"))
        }
    }
}

/// A place to mount file systems for one process.
private enum Mount {
    static let unshare = URL(filePath: "/usr/bin/unshare")
    static let arguments = ["--user", "--map-root-user", "--mount"]

    static let isPossible: Bool = {
        let process = Process()
        process.executableURL = unshare
        process.arguments = arguments + ["mount", "-t", "tmpfs", "none", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
