import Foundation
import PoiseTestSupport
import Testing

/// The effects of SIGINT, SIGTERM and SIGHUP on a run.
@Suite struct SignalTests {
    private static let all = [(SIGINT, Int32(130)), (SIGTERM, 143), (SIGHUP, 129)]

    /// Starts a run in a folder with a long video and waits until it writes.
    private func start(
        _ workspace: Workspace, _ arguments: [String] = ["video", "squat.mp4", "--json", "out.jsonl"]
    ) async throws -> RunningCommand {
        try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(1500), to: workspace.url("squat.mp4"))
        let command = try RunningCommand(.poise, arguments, in: workspace.folder)
        while command.isRunning, workspace.sizeOfFileAside == nil { try await Task.sleep(for: .milliseconds(2)) }
        try await Task.sleep(for: .milliseconds(300))
        return command
    }

    @Test("Each signal stops a video after the current frame", arguments: all)
    func video(signal: Int32, status: Int32) async throws {
        try await withWorkspace { workspace in
            let command = try await start(workspace)
            command.send(signal)
            let result = try await command.result()
            #expect(result.status == status, "\(result.errors)")
            let match = try #require(result.errors.wholeMatch(of: /poise: interrupted after (\d+) frames\n/))
            guard let count = Int(match.1), count > 0 else { return }
            #expect(try jsonLines(workspace.read("out.jsonl")).count == count + 1)
            #expect(workspace.contents == ["squat.mp4", "out.jsonl"])
        }
    }

    @Test("Each signal stops images after the current one", arguments: all)
    func image(signal: Int32, status: Int32) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            let images = [String](repeating: "person.png", count: 4000)
            let command = try RunningCommand(
                .poise, ["image", "--json", "out.jsonl", "--draw", "drawn"] + images, in: workspace.folder)
            while command.isRunning, !workspace.contents.contains("drawn/person-2.png") {
                try await Task.sleep(for: .milliseconds(5))
            }
            command.send(signal)
            let result = try await command.result()
            #expect(result.status == status && result.errors.contains("of 4000 images"), "\(result.errors)")
            #expect(try !jsonLines(workspace.read("out.jsonl")).isEmpty)
        }
    }

    @Test(
        "The second signal ends the process, whichever the two are, and leaves no partial file",
        arguments: [(SIGINT, SIGINT), (SIGTERM, SIGINT), (SIGHUP, SIGTERM)])
    func second(first: Int32, second: Int32) async throws {
        try await withWorkspace { workspace in
            try workspace.write(Array("earlier".utf8), to: "out.jsonl")
            let pipe = Pipe()
            let command = try RunningCommand(
                .poise, ["image", "-", "--json", "out.jsonl"], in: workspace.folder, input: pipe)
            // More than a pipe holds: when this is written, the command reads, and listens for signals.
            try pipe.fileHandleForWriting.write(contentsOf: Data(count: 1 << 18))
            #expect(workspace.sizeOfFileAside != nil)
            command.send(first)
            try await Task.sleep(for: .milliseconds(200))
            #expect(command.isRunning)
            command.send(second)
            #expect(try await command.result().status == -second)
            try pipe.fileHandleForWriting.close()
            #expect(workspace.contents == ["out.jsonl"])
        }
    }

    @Test("A command that does not catch signals leaves no partial file either", arguments: all)
    func unasked(signal: Int32, status: Int32) async throws {
        try await withWorkspace { workspace in
            mkfifo(workspace.url("results").path, 0o600)
            try workspace.write(Array("{\"a.png\":[]}".utf8), to: "truth.json")
            let command = try RunningCommand(
                .poise, ["score", "results", "truth.json", "--json", "report.json"], in: workspace.folder)
            while command.isRunning, workspace.sizeOfFileAside == nil { try await Task.sleep(for: .milliseconds(2)) }
            command.send(signal)
            // The command waits for a writer of the results.
            #expect(try await command.result().status == -signal)
            #expect(workspace.contents == ["results", "truth.json"])
        }
    }

    @Test("A signal that was ignored at the start stays ignored", arguments: ["HUP", "INT", "TERM"])
    func ignored(name: String) async throws {
        try await withVideo { workspace in
            let result = try await workspace.shell(
                "trap '' \(name); \"$0\" video squat.mp4 --json out.jsonl --quiet & sleep 0.2; kill -\(name) $!; wait $!"
            )
            #expect(result.status == 0, "\(result.errors)")
            #expect(try jsonLines(workspace.read("out.jsonl")).count == 13)
        }
    }

    @Test("The temporary file of a killed run is removed by the next run")
    func killed() async throws {
        try await withWorkspace { workspace in
            let command = try await start(workspace)
            command.send(SIGKILL)
            #expect(try await command.result().status == -SIGKILL)
            #expect(workspace.contents.count { $0.hasPrefix(".poise-") } == 1)
            #expect(try await workspace.poise("mannequin", "a.png", "--size", "64x48").status == 0)
            #expect(workspace.contents == ["squat.mp4", "a.png"])
        }
    }
}
