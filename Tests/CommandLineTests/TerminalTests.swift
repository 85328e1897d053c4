import Foundation
import Testing

@Suite struct TerminalTests {
    @Test("Ctrl-C ends a long run with complete lines")
    func interruption() async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            // Enough to be still running when this test, among others on a busy machine, checks it.
            let pictures = [String](repeating: "person.png", count: 4000)
            let command = try RunningCommand(
                .poise, ["image", "--json", "out.jsonl", "--draw", "drawn"] + pictures, in: workspace.folder)
            while command.isRunning, !workspace.contents.contains("drawn/person-3.png") {
                try await Task.sleep(for: .milliseconds(5))
            }
            let drawnBefore = workspace.contents.count { $0.hasPrefix("drawn/person") }
            command.interrupt()
            let result = try await command.result()
            #expect(result.status == 130)
            let match = try #require(result.errors.wholeMatch(of: /poise: interrupted after (\d+) of 4000 images\n/))
            let records = try jsonLines(workspace.read("out.jsonl"))
            #expect(Int(match.1) == records.count && records.count < 4000)
            // The current image, and some for the time until the signal arrives on a busy machine.
            #expect((drawnBefore...drawnBefore + 20).contains(records.count))
            #expect(records.allSatisfy { ($0["poses"] as? [Any])?.count == 1 })
            let drawn = try FileManager.default.contentsOfDirectory(atPath: workspace.url("drawn").path)
            #expect(drawn.count == records.count && drawn.allSatisfy { $0.hasPrefix("person") })
        }
    }

    @Test("A second Ctrl-C ends the process")
    func secondInterruption() async throws {
        try await withWorkspace { workspace in
            let pipe = Pipe()
            let command = try RunningCommand(
                .poise, ["image", "-", "--json", "out.jsonl"], in: workspace.folder, input: pipe)
            // More than a pipe holds: when this is written, the command reads, and listens for the signal.
            try pipe.fileHandleForWriting.write(contentsOf: Data(count: 1 << 18))
            command.interrupt()
            try await Task.sleep(for: .milliseconds(200))
            #expect(command.isRunning)
            command.interrupt()
            #expect(try await command.result().status == -SIGINT)
            try pipe.fileHandleForWriting.close()
            #expect(workspace.contents.isEmpty)
        }
    }

    @Test(
        "Progress is shown on a terminal, and not with --quiet",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"),
            "there is no `script` to make a terminal"))
    func progress() async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            func errors(_ options: String) async throws -> String {
                let command = "\(RunningCommand.poise.path) image person.png person.png \(options) > out"
                return try await workspace.shell("TERM=xterm script -qec '\(command)' /dev/null < /dev/null").text
            }
            let shown = try await errors("--json -")
            #expect(shown.contains("0 of 2  person.png") && shown.contains("1 of 2  person.png"))
            #expect(shown.hasSuffix("\r\u{1B}[K"), "the line is cleared in the end")
            #expect(try jsonLines(workspace.read("out")).count == 2)
            #expect(try await errors("--json - --quiet") == "")
        }
    }

    @Test(
        "The status line is cut to the width of the terminal, with wide characters counted twice",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"),
            "there is no `script` to make a terminal"),
        arguments: [("stty cols 30", 29), ("stty cols 0; export COLUMNS=24", 23), ("stty cols 0; unset COLUMNS", 79)])
    func width(setting: String, columns: Int) async throws {
        try await withWorkspace { workspace in
            let name = String(repeating: "写真", count: 20) + ".png"
            try workspace.write(try Fixtures.person(), to: name)
            let command = "\(setting); \(RunningCommand.poise.path) image \(name) \(name) --json - > out"
            let shown = try await workspace.shell("TERM=xterm script -qec '\(command)' /dev/null < /dev/null").text
            let lines = shown.split(separator: "\r\u{1B}[K").map(String.init).filter { $0.contains(" of 2") }
            #expect(lines.count == 2 && lines[0].hasPrefix("0 of 2  写真写"), "\(shown)")
            for line in lines {
                let width = line.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
                // A wide character may not fit into a last single column.
                #expect((columns - 1...columns).contains(width) || width == 68 + 20 && columns == 79, "\(line)")
            }
        }
    }

    @Test(
        "A terminal that cannot clear a line gets no status line",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"),
            "there is no `script` to make a terminal"), arguments: ["TERM=dumb", "TERM=", "env -u TERM"])
    func dumbTerminal(setting: String) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            let command = "\(setting) \(RunningCommand.poise.path) image person.png person.png --json - > out"
            #expect(try await workspace.shell("script -qec '\(command)' /dev/null < /dev/null").text.isEmpty)
            #expect(try jsonLines(workspace.read("out")).count == 2)
        }
    }

    @Test("No progress into a file")
    func noProgress() async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            #expect(try await workspace.poise("image", "person.png", "person.png").errors.isEmpty)
        }
    }
}
