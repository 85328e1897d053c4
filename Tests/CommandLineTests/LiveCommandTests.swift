import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo

@Suite struct LiveCommandTests {
    // MARK: Standard input

    @Test("YUV4MPEG2 on standard input: JSON, a recording and a summary")
    func y4m() async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise(
                "live", "-", "--json", "out.jsonl", "--record", "out.mp4", input: LiveFixtures.y4m(12))
            #expect(result.status == 0 && result.output.isEmpty)
            let summary = try #require(
                result.errors.wholeMatch(
                    of: /standard input: 12 frames, people in 12, 1 person; \d+ frames per second, latency (\d+) ms.+\n/
                ))
            #expect(summary.1 != "0" && result.errors.contains(", 0 dropped"))
            let lines = try jsonLines(workspace.read("out.jsonl"))
            try #require(lines.count == 13)
            #expect(lines[0]["format"] as? String == "poise/1" && lines[0]["file"] as? String == "standard input")
            #expect(lines[0]["width"] as? Int == 320 && lines[0]["framesPerSecond"] as? Double == 25)
            let times = lines.dropFirst().compactMap { $0["time"] as? Double }
            #expect(times == (0..<12).map { Double($0 * 40) / 1000 })
            let frames = try await workspace.frames("out.mp4")
            #expect(frames.map(\.time) == Fixtures.times(12))
            let pictures = try Fixtures.squatting()
            for frame in frames { #expect(difference(frame.image, pictures[frame.index % 6]) > 1, "lines on it") }
            #expect(workspace.contents == ["out.jsonl", "out.mp4"])
        }
    }

    @Test("Raw images on standard input, results on standard output")
    func raw() async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise(
                "live", "-", "--raw", "320x240", "--rate", "10", "--quiet", "--json", "-", "--smooth", "none",
                input: LiveFixtures.raw(4))
            #expect(result.status == 0 && result.errors.isEmpty)
            let lines = try result.records()
            #expect(lines.dropFirst().compactMap { $0["time"] as? Double } == [0, 0.1, 0.2, 0.3])
            #expect(lines.dropFirst().allSatisfy { ($0["people"] as? [Any])?.count == 1 })
        }
    }

    @Test("The Kalman filter delays frames and loses none: at the end, and if the input is truncated")
    func delayedFrames() async throws {
        try await withWorkspace { workspace in
            let input = try LiveFixtures.y4m(7)
            for (data, frames) in [(input, 7), (Data(input.dropLast(1000)), 6), (try LiveFixtures.y4m(1), 1)] {
                let result = try await workspace.poise(
                    "live", "-", "--smooth", "kalman", "--json", "out.jsonl", "--record", "out.mp4", input: data)
                #expect(result.status == 0 && result.errors.contains(": \(frames) frame"), "\(result.errors)")
                let lines = try jsonLines(workspace.read("out.jsonl")).dropFirst()
                #expect(lines.compactMap { $0["time"] as? Double } == (0..<frames).map { Double($0 * 40) / 1000 })
                #expect(lines.allSatisfy { ($0["people"] as? [Any])?.count == 1 })
                #expect(try await workspace.frames("out.mp4").count == frames)
            }
            // As from a file: the same frames, processed in the same way.
            try input.write(to: workspace.url("in.y4m"))
            for arguments in [["video", "in.y4m"], ["live", "-"]] {
                let result = try await workspace.poise(
                    arguments + ["--smooth", "kalman", "--json", "\(arguments[0]).jsonl"], input: input)
                #expect(result.status == 0, "\(result.errors)")
            }
            let lines = try ["live", "video"].map { try workspace.read("\($0).jsonl").split(separator: 10).dropFirst() }
            #expect(lines[0].count == 7 && lines[0] == lines[1])
        }
    }

    @Test("A mirror flips the image, not the person: colors of sides and JSON stay")
    func mirror() async throws {
        try await withWorkspace { workspace in
            let input = try LiveFixtures.y4m(6)
            for (name, options) in [("plain", []), ("mirrored", ["--mirror"])] {
                let arguments = ["live", "-", "--json", "\(name).jsonl", "--record", "\(name).mp4"] + options
                #expect(try await workspace.poise(arguments, input: input).status == 0)
            }
            #expect(try workspace.read("plain.jsonl") == workspace.read("mirrored.jsonl"))
            let (plain, mirrored) = try await (workspace.frames("plain.mp4"), workspace.frames("mirrored.mp4"))
            try #require(plain.count == 6 && mirrored.count == 6)
            for (plain, mirrored) in zip(plain, mirrored) {
                // If sides had changed their colors, the difference would be that of the drawing to the image.
                let lines = difference(plain.image, try Fixtures.squatting()[plain.index])
                #expect(difference(plain.image, mirrored.image.mirrored()) < lines / 2)
                #expect(difference(plain.image, mirrored.image) > lines, "the image is another")
            }
        }
    }

    @Test(
        "Nothing, nonsense, and a header alone",
        arguments: [
            (Data(), "the input ended before its first byte"), (Data("nonsense\n".utf8), "this is not a video"),
            (Data("YUV4MPEG2 W320 H240 F25:1 C444\n".utf8), "no frame could be decoded"),
        ])
    func badInput(input: Data, reason: String) async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise(
                "live", "-", "--json", "out.jsonl", "--record", "out.mp4", input: input)
            expectFailure(result, 65, naming: "standard input", reason)
            #expect(workspace.contents.isEmpty)
        }
    }

    @Test("YUV4MPEG2 that ends within a frame gives the frames before it")
    func truncation() async throws {
        try await withWorkspace { workspace in
            let input = try LiveFixtures.y4m(5).dropLast(1000)
            let result = try await workspace.poise("live", "-", "--record", "out.mp4", input: Data(input))
            #expect(result.status == 0 && result.errors.contains("4 frames"), "\(result.errors)")
            #expect(try await workspace.frames("out.mp4").count == 4)
        }
    }

    @Test(
        "A closed pipe of the JSON ends the run, and the recording is kept", arguments: ["online", "kalman"])
    func closedOutput(smoothing: String) async throws {
        try await withWorkspace { workspace in
            try LiveFixtures.y4m(60).write(to: workspace.url("in.y4m"))
            let result = try await workspace.shell(
                "{ \"$0\" live - --smooth \(smoothing) --json - --record out.mp4 < in.y4m; echo $? >status; } "
                    + "| head -n 2 >lines")
            #expect(result.errors.hasPrefix("poise: standard output: the reader has closed it, after "))
            #expect(try workspace.read("status") == Data("74\n".utf8))
            #expect(try await (1..<60).contains(workspace.frames("out.mp4").count))
            #expect(workspace.contents == ["in.y4m", "lines", "status", "out.mp4"])
        }
    }

    // MARK: Networks and cameras

    @Test("Frames of a network camera without times get their arrival times")
    func networkCamera() async throws {
        try await withWorkspace { workspace in
            let server = try LiveFixtures.camera(LiveFixtures.parts(25))
            defer { server.end() }
            let result = try await workspace.poise(
                "live", server.address(), "--json", "out.jsonl", "--record", "out.mp4")
            #expect(result.status == 0, "\(result.errors)")
            let dropped = try #require(result.errors.firstMatch(of: /(\d+) dropped/).flatMap { Int($0.1) })
            let times = try jsonLines(workspace.read("out.jsonl")).compactMap { $0["time"] as? Double }
            #expect(times.count + dropped == 25 && times.count > 1)
            // The server takes a second for them; frames that waited for the decoder arrive at once.
            #expect(try #require(times.last) > 0.5, "\(times)")
            #expect(try await workspace.frames("out.mp4").count == times.count)
        }
    }

    @Test(
        "The error of a source is reported, and the frames before it are kept",
        arguments: [
            (LoopbackServer.End.silence, "nothing came for 1 s"), (.reset, "Connection reset"),
            // Whether that was all cannot be known.
            (.close, "reading failed"),
        ] as [(LoopbackServer.End, String)])
    func dyingSource(end: LoopbackServer.End, reason: String) async throws {
        try await withWorkspace { workspace in
            let server = try LiveFixtures.camera(LiveFixtures.parts(12), end: end)
            defer { server.end() }
            let result = try await workspace.poise(
                "live", server.address(), "--timeout", "1", "--json", "out.jsonl", "--record", "out.mp4")
            expectFailure(result, 74, naming: server.address(), reason)
            let count = try await workspace.frames("out.mp4").count
            #expect((1...12).contains(count) && result.errors.contains("after \(count) frames"))
            #expect(try jsonLines(workspace.read("out.jsonl")).count == count + 1)
            #expect(workspace.contents == ["out.jsonl", "out.mp4"])
        }
    }

    @Test("A size that changes is noted in the results, and the recording keeps the first one")
    func changingSize() async throws {
        try await withWorkspace { workspace in
            let small = try Image(width: 64, height: 48, filledWith: .white)
            let parts = try LiveFixtures.parts(6) + LiveFixtures.parts(6, of: [small])
            let server = try LiveFixtures.camera(parts)
            defer { server.end() }
            let both = ["live", server.address(), "--json", "out.jsonl", "--record", "out.mp4"]
            let result = try await workspace.poise(both)
            #expect(result.status == 0, "\(result.errors)")
            let frames = try await workspace.frames("out.mp4")
            let first = try #require(frames.first).image.width
            #expect((1...12).contains(frames.count) && frames.allSatisfy { $0.image.width == first })
            #expect(try jsonLines(workspace.read("out.jsonl")).count == frames.count + 1)
            #expect(try await workspace.poise("live", server.address(), "--serve", "0").status == 0)
        }
    }

    @Test("A server that refuses, one that never answers, one that sends no data")
    func noStream() async throws {
        try await withWorkspace { workspace in
            let refusing = try LiveFixtures.camera([], head: "HTTP/1.1 404 Not Found\r\n\r\n", end: .close)
            let silent = try LiveFixtures.camera([], head: "", end: .silence)
            let empty = try LiveFixtures.camera([], end: .silence)
            for (server, status, reason) in [
                (refusing, 66, "404 Not Found"), (silent, 74, "nothing came"), (empty, 74, "nothing came"),
            ] as [(LoopbackServer, Int32, String)] {
                let result = try await workspace.poise(
                    "live", server.address(), "--timeout", "0.5", "--record", "a.mp4")
                expectFailure(result, status, naming: server.address(), reason)
                server.end()
            }
            let result = try await workspace.poise("live", silent.address("rtsp"), "--timeout", "1")
            expectFailure(result, 66, naming: silent.address("rtsp"), "refused")
            #expect(workspace.contents.isEmpty)
        }
    }

    @Test("A missing camera, and a device that is no camera")
    func noCamera() async throws {
        try await withWorkspace { workspace in
            expectFailure(
                try await workspace.poise("live", "--camera", "4711"), 66, naming: "/dev/video4711", "no such file")
            expectFailure(
                try await workspace.poise("live", "--camera", "/dev/null"), 66, naming: "/dev/null", "cannot be opened")
        }
    }

    // MARK: Wrong usage

    @Test(
        "Wrong usage is reported before any source is opened",
        arguments: [
            ([], "where the images come from"), (["0"], "use --camera 0"),
            (["/dev/video0"], "use --camera /dev/video0"), (["-", "--camera", "0"], "not both"),
            (["squats.mp4"], "poise video"), (["file:///a.mp4"], "poise video"), (["ftp://a/b"], "not a scheme"),
            (["http://"], "not a complete address"), (["--camera", "zero"], "a number"),
            (["http://a/b", "--raw", "3x3"], "standard input"), (["-", "--rate", "5"], "--raw"),
            (["-", "--raw", "0x5"], "--raw"), (["-", "--size", "640x480"], "--size"),
            (["--camera", "0", "--size", "0x1"], "--size"),
            (["--camera", "0", "--raw", "5x5"], "--raw"), (["-", "--serve", "65536"], "65535"),
            (["-", "--host", "0.0.0.0"], "--serve"), (["-", "--serve", "0", "--host", "example.org"], "--host"),
            (["-", "--timeout", "0"], "--timeout"), (["-", "--smooth", "offline"], "--smooth"),
            (["-", "--people", "0"], "--people"), (["-", "--quiet"], "--json"),
        ])
    func usage(arguments: [String], reason: String) async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise(["live"] + arguments)
            #expect(result.status == 64 && result.output.isEmpty)
            #expect(result.errors.contains(reason), "\(result.errors)")
        }
    }

    @Test("Help is printed by the program that runs the command", arguments: ["live", "video"])
    func help(command: String) async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise("help", command)
            #expect(result.status == 0 && result.text.contains("USAGE: poise \(command) "))
            #expect(result.text.contains("Examples:\n  poise \(command) "))
            #expect(try await workspace.poise(command, "--help").text == result.text)
        }
    }
}

/// Returns the mean difference of two images, levels.
func difference(_ first: Image, _ second: Image) -> Double {
    let sum = zip(first.pixels, second.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(first.pixels.count)
}
