import Foundation
import Testing

@Suite struct UsageTests {
    @Test(
        "Wrong usage exits with 64 and states the error",
        arguments: [
            (["image"], "<file>"),
            (["image", "a.png", "--people", "0"], "--people must be at least 1"),
            (["image", "a.png", "--people", "x"], "--people"),
            (["image", "a.png", "--threads", "0"], "--threads must lie between 1 and 64"),
            (["image", "a.png", "--threads", "65"], "--threads must lie between 1 and 64"),
            (["image", "a.png", "--threads", "abc"], "'abc' is invalid for '--threads"),
            (["image", "a.png", "--minimum-presence", "2"], "--minimum-presence must lie between 0 and 1"),
            (["image", "a.png", "--minimum-presence", "nan"], "--minimum-presence must lie between 0 and 1"),
            (["image", "a.png", "--minimum-detection", "-0.1"], "--minimum-detection"),
            (["image", "a.png", "--nonsense"], "Unknown option '--nonsense'"),
            (["image", "a.png", "--json"], "--json"),
            (["image", "-", "-"], "Standard input can be read only once"),
            (["image", ""], "name of a file is empty"),
            (["nonsense"], "'nonsense'"),
            (["mannequin"], "<output>"),
            (["mannequin", "a.png", "--preset", "headstand"], "'headstand' is invalid"),
            (["mannequin", "a.png", "--proportions", "giant"], "'giant' is invalid"),
            (["mannequin", "a.png", "--size", "640"], "'640' is invalid for '--size <width>x<height>'"),
            (["mannequin", "a.png", "--depth", "1.5"], "--depth must lie between 0 and 1"),
            (["mannequin", "a.png", "--depth", "nan"], "--depth must lie between 0 and 1"),
            (["video"], "<file>"),
            (["video", "a.mp4", "b.mp4"], "b.mp4"),
            (["video", "a.mp4", "--people", "0"], "--people must be at least 1"),
            (["video", "a.mp4", "--every", "0"], "--every must be at least 1"),
            (["video", "a.mp4", "--threads", "65"], "--threads must lie between 1 and 64"),
            (["image", "a.png", "--space", "sequence"], "--space sequence is for 'poise video'"),
            (["check", "a.mp4", "--space", "sequence"], "--space sequence is for 'poise video'"),
            (["live", "--camera", "0", "--space", "sequence"], "--space sequence is for 'poise video'"),
            (["video", "a.mp4", "--space", "sequence"], "--space sequence needs --smooth rts, butterworth or none"),
            (
                ["video", "a.mp4", "--space", "sequence", "--smooth", "rts", "--accuracy", "reference"],
                "--space sequence is for the levels balanced and best"
            ),
            (["video", "a.mp4", "--from", "nan"], "--from must be a number of seconds"),
            (["video", "a.mp4", "--to=-1"], "--to must be a number of seconds"),
            (["video", "a.mp4", "--from", "1:90"], "1:30 or 00:01:30.5"),
            (["check", "a.mp4", "--to", "1:2:3:4"], "1:30 or 00:01:30.5"),
            (["video", "a.mp4", "--to", "1.5:00"], "1:30 or 00:01:30.5"),
            (["video", "a.mp4", "--to", "1:60:00"], "1:30 or 00:01:30.5"),
            (["video", "a.mp4", "--every", "0s"], "such as 0.5s or 500ms"),
            (["video", "a.mp4", "--every", "1.5"], "such as 0.5s or 500ms"),
            (["video", "a.mp4", "--from", "0:02", "--to", "2.0s"], "--from must lie before --to"),
            (["video", "a.mp4", "--from", "2", "--to", "2"], "--from must lie before --to"),
            (["video", "a.mp4", "--smooth", "much"], "'much' is invalid for '--smooth"),
            (["convert", "a.tflite"], "<output>"),
            (["convert", "a.tflite", "b", "--part", "feet"], "'feet' is invalid"),
            (["inspect"], "<file>"),
            (["bench", "--threads", "0"], "--threads must lie between 1 and 64"),
            (["bench", "--runs", "0"], "--runs must lie between 1 and 10000"),
        ])
    func wrongUsage(arguments: [String], message: String) async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise(arguments)
            #expect(result.status == 64)
            #expect(result.output.isEmpty)
            let firstLine = result.errors.prefix { $0 != "\n" }
            #expect(firstLine.hasPrefix("Error: ") && firstLine.contains(message), "\(result.errors)")
            #expect(result.errors.contains("Usage: poise"))
            #expect(workspace.contents.isEmpty)
        }
    }

    @Test(
        "Help of each command shows examples",
        arguments: ["", "image", "video", "mannequin", "convert", "inspect", "bench"])
    func help(command: String) async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise((command.isEmpty ? [] : [command]) + ["--help"])
            #expect(result.status == 0 && result.errors.isEmpty)
            let examples = try #require(result.text.firstRange(of: "Examples:\n"))
            #expect(result.text[examples.upperBound...].hasPrefix("  poise \(command)"))
            #expect(result.text.split(separator: "\n").filter { !$0.hasPrefix("USAGE") }.allSatisfy { $0.count <= 80 })
        }
    }

    @Test func version() async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise("--version")
            #expect(result.status == 0)
            #expect(result.text.wholeMatch(of: /poise \d+\.\d+\.\d+\n/) != nil)
        }
    }
}
