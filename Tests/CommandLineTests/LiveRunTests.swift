import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing
import PoiseVideo

/// Runs of `poise live` that are viewed and ended while they are in progress.
@Suite struct LiveRunTests {
    @Test("SIGINT and SIGTERM end a run and complete the outputs", arguments: [SIGINT, SIGTERM])
    func interruption(signal: Int32) async throws {
        try await withWorkspace { workspace in
            let run = try Run(["--json", "out.jsonl", "--record", "out.mp4", "--serve", "0"], in: workspace)
            try run.write(LiveFixtures.y4m(5))
            // All frames have been processed when the page has the last.
            _ = try await HTTPReader("/poses", port: await run.port()).answer { $0.text.contains("\"frame\":4,") }
            run.command.send(signal)
            let result = try await run.command.result()
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("standard input: 5 frames, people in 5, 1 person"))
            #expect(try await workspace.frames("out.mp4").count == 5)
            #expect(try jsonLines(workspace.read("out.jsonl")).count == 6)
            #expect(workspace.contents == ["out.jsonl", "out.mp4"])
        }
    }

    @Test("Ctrl-C before the first frame", arguments: [true, false])
    func earlyInterruption(onInput: Bool) async throws {
        try await withWorkspace { workspace in
            let server = try LiveFixtures.camera([], end: .silence)
            defer { server.end() }
            let run = try Run(
                ["--record", "out.mp4", "--serve", "0"], of: onInput ? "-" : server.address(), in: workspace)
            _ = try await run.port()
            run.command.send(SIGINT)
            let result = try await run.command.result()
            #expect(result.status == 130)
            #expect(result.errors.hasSuffix("poise: interrupted before the first frame\n"))
            #expect(workspace.contents.isEmpty)
        }
    }

    @Test("The live view of a run: page, images and people, for two readers at once, until the end")
    func view() async throws {
        try await withWorkspace { workspace in
            let run = try Run(["--serve", "0", "--mirror"], in: workspace)
            let port = try await run.port()
            #expect(try await HTTPReader("/", port: port).answer().text.contains("<img"))
            let readers = try (0..<2).map { _ in
                (try HTTPReader("/stream", port: port), try HTTPReader("/poses", port: port))
            }
            let pictures = try Fixtures.squatting()
            try run.write(LiveFixtures.y4m(6))
            for (stream, poses) in readers {
                let people = try await poses.answer { $0.text.contains("\"frame\":5,") }
                let lines = people.text.components(separatedBy: "\n").filter { $0.hasPrefix("data: {") }
                let records = try lines.map { line in
                    try #require(try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8)) as? [String: Any])
                }
                #expect(records.first?["format"] as? String == "poise/1")
                let last = try #require(records.last)
                #expect(last["frame"] as? Int == 5 && (last["people"] as? [Any])?.count == 1)
                // The last image stays the newest; the one before may still be in transit.
                let answer = try await stream.answer { body in
                    guard let image = lastPicture(in: body.body) else { return false }
                    return difference(image.mirrored(), pictures[5]) < difference(image.mirrored(), pictures[0])
                }
                let image = try #require(lastPicture(in: answer.body))
                #expect(image.width == 320 && image.height == 240)
                #expect(difference(image, pictures[5]) > difference(image.mirrored(), pictures[5]), "a mirror")
            }
            let refused = try await HTTPReader("/poses", port: port, host: "evil.example:\(port)").answer()
            #expect(refused.status == 403)
            try run.endInput()
            #expect(try await run.command.result().status == 0)
            for (stream, poses) in readers {
                #expect(try await poses.answer().text.hasSuffix("event: end\ndata: {}\n\n"))
                #expect(try await stream.answer().isWhole)
            }
        }
    }

    @Test("A port that another program uses is an error")
    func portInUse() async throws {
        try await withWorkspace { workspace in
            let other = try LiveFixtures.camera([], end: .silence)
            defer { other.end() }
            let result = try await workspace.poise("live", "-", "--serve", "\(other.port)", "--json", "out.jsonl")
            expectFailure(result, 75, naming: "127.0.0.1:\(other.port)", "another program")
            #expect(workspace.contents.isEmpty)
        }
    }

    @Test("Browsers are served again after the system has run out of connections")
    func tooMany() async throws {
        try await withWorkspace { workspace in
            let run = try Run(["--serve", "0", "--record", "out.mp4"], in: workspace, limits: "ulimit -n 40; ")
            let port = try await run.port()
            try run.write(LiveFixtures.y4m(3))
            var readers: [HTTPReader] = []
            for _ in 0..<60 { if let reader = try? HTTPReader("/poses", port: port) { readers.append(reader) } }
            try #require(readers.count > 20)
            readers = []
            var status = 0
            while status != 200, run.command.isRunning {
                status = (try? await HTTPReader("/", port: port).answer().status) ?? 0
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(status == 200)
            try run.endInput()
            #expect(try await run.command.result().status == 0)
            #expect(try await workspace.frames("out.mp4").count == 3)
        }
    }

    @Test("The live view of one run can be the network camera of another")
    func chain() async throws {
        try await withWorkspace { workspace in
            let run = try Run(["--serve", "0"], in: workspace)
            let address = "http://127.0.0.1:\(try await run.port())/stream"
            let second = try RunningCommand(.poise, ["live", address, "--json", "out.jsonl"], in: workspace.folder)
            let head = Data(try LiveFixtures.y4m(0))
            try run.write(head)
            // Until the second run has received frames; it opens the stream with its first one.
            for number in 0..<40 where second.isRunning {
                try run.write(LiveFixtures.y4m(6).dropFirst(head.count))
                if number < 10 { try await Task.sleep(for: .milliseconds(50)) }
            }
            try run.endInput()
            #expect(try await run.command.result().status == 0)
            let result = try await second.result()
            #expect(result.status == 0, "\(result.errors)")
            #expect(try jsonLines(workspace.read("out.jsonl")).count > 2)
        }
    }
}

/// A run of `poise live` on a pipe.
private struct Run {
    let command: RunningCommand
    private let pipe = Pipe()

    /// - Parameter limits: The shell commands that run before.
    init(
        _ options: [String], of source: String = "-", in workspace: Workspace, limits: String = ""
    ) throws {
        // A run that ends early must fail its test, not end the process of the tests.
        signal(SIGPIPE, SIG_IGN)
        let line = "\(limits)exec \"$0\" \"$@\""
        command = try RunningCommand(
            URL(filePath: "/bin/sh"), ["-c", line, URL.poise.path, "live", source] + options, in: workspace.folder,
            input: pipe)
    }

    func write(_ data: Data) throws { try pipe.fileHandleForWriting.write(contentsOf: data) }

    func endInput() throws { try pipe.fileHandleForWriting.close() }

    /// Returns the port of the live view, once the command prints it.
    func port() async throws -> UInt16 { try await command.livePort() }
}

extension RunningCommand {
    /// The port of the live view, once the command has printed it.
    func livePort() async throws -> UInt16 {
        while true {
            if let match = errorsSoFar.firstMatch(of: /The live view is http:\/\/127\.0\.0\.1:(\d+)\/\n/) {
                return try #require(UInt16(match.1))
            }
            try #require(isRunning, "\(errorsSoFar)")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// Returns the last complete image of Motion JPEG.
private func lastPicture(in body: Data) -> Image? {
    guard let end = body.range(of: Data([0xFF, 0xD9, 0x0D, 0x0A]), options: .backwards),
        let start = body[..<end.lowerBound].range(of: Data([0x0A, 0xFF, 0xD8, 0xFF]), options: .backwards)
    else { return nil }
    return try? Image(encoded: [UInt8](body[start.lowerBound + 1..<end.lowerBound + 2]))
}
