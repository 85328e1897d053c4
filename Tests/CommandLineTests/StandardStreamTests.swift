import Foundation
import PoiseImaging
import PoiseImageFiles
import Testing
import PoiseVideo

/// Tests that `-` means standard input or standard output in all commands.
@Suite struct StandardStreamTests {
    @Test("A video with its index at the end can be read from standard input, with its sound")
    func video() async throws {
        try await withVideo { workspace in
            let source = try workspace.read("squat.mp4")
            let named = try await workspace.poise("video", "squat.mp4", "--json", "-", "--quiet")
            let result = try await workspace.poise(
                "video", "-", "--json", "-", "--draw", "drawn.mp4", input: source)
            #expect(result.status == 0)
            #expect(result.errors == "standard input: 12 frames, people in 12, 1 person\n")
            let (records, expected) = try (result.records(), named.records())
            #expect(records[0]["file"] as? String == "-" && records.count == 13)
            #expect(result.output.split(separator: 0x0A).dropFirst() == named.output.split(separator: 0x0A).dropFirst())
            #expect(records.count == expected.count)
            #expect(try await workspace.frames("drawn.mp4").count == 12)
            #expect(try VideoFile(workspace.url("drawn.mp4")).hasAudio)
            #expect(workspace.contents == ["squat.mp4", "drawn.mp4"])
        }
    }

    @Test("Frames of standard input are read twice to smooth and draw them")
    func videoTwice() async throws {
        try await withVideo { workspace in
            let result = try await workspace.poise(
                "video", "-", "--smooth", "rts", "--draw", "drawn.mp4", "--quiet", input: workspace.read("squat.mp4"))
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            #expect(try await workspace.frames("drawn.mp4").count == 12)
        }
    }

    @Test("A drawing goes to standard output in fragments, into a pipe and into a file")
    func drawing() async throws {
        try await withVideo { workspace in
            let piped = try await workspace.shell("\"$0\" video squat.mp4 --draw - --quiet | cat > piped.mp4")
            #expect(piped.status == 0 && piped.errors.isEmpty, "\(piped.errors)")
            let filed = try await workspace.shell(
                "\"$0\" video squat.mp4 --draw - --json out.jsonl --quiet > filed.mp4")
            #expect(filed.status == 0 && filed.errors.isEmpty, "\(filed.errors)")
            for name in ["piped.mp4", "filed.mp4"] {
                #expect(try await workspace.frames(name).count == 12)
                #expect(try VideoFile(workspace.url(name)).hasAudio)
            }
            let again = try await workspace.shell(
                "\"$0\" draw squat.mp4 - - --quiet < out.jsonl > again.mp4 && \"$0\" draw - out.jsonl last.mp4 --quiet < squat.mp4"
            )
            #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
            for name in ["again.mp4", "last.mp4"] { #expect(try await workspace.frames(name).count == 12) }
            #expect(!workspace.contents.contains("-"))
        }
    }

    @Test("A report on standard input, a video or results")
    func check() async throws {
        try await withVideo { workspace in
            let lines = try await workspace.poise("video", "squat.mp4", "--json", "-", "--quiet").output
            for input in [try workspace.read("squat.mp4"), lines] {
                let result = try await workspace.poise("check", "-", "--json", "report.json", input: input)
                #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
                #expect(result.text.hasPrefix("standard input: 12 frames, 0.5 s: "))
                #expect(try jsonLines(workspace.read("report.json"))[0]["file"] as? String == "-")
            }
        }
    }

    @Test("Images go to standard output as PNG, without a table", arguments: ["--draw", "--mask"])
    func image(option: String) async throws {
        try await withWorkspace { workspace in
            let person = Data(try Fixtures.person())
            try workspace.write([UInt8](person), to: "person.png")
            for (name, input) in [("person.png", nil), ("-", person)] {
                let result = try await workspace.poise("image", name, option, "-", "--json", "out.jsonl", input: input)
                #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
                let plain = try await workspace.poise("image", name, option, "-", input: input)
                #expect(plain.output == result.output, "no table comes with it")
                let image = try Image(encoded: [UInt8](result.output))
                #expect(image.width == 256 && image.height == 256)
                #expect(try image.pixels != Image(encoded: [UInt8](person)).pixels)
            }
            let several = try await workspace.poise("image", "person.png", "person.png", option, "-")
            expectFailure(several, 64, naming: "-", "several images need a folder")
        }
    }

    @Test("Other commands read and write standard streams, too")
    func others() async throws {
        try await withWorkspace { workspace in
            let mannequin = try await workspace.poise("mannequin", "-", "--size", "64x48", "--json", "truth.jsonl")
            #expect(mannequin.status == 0 && mannequin.errors.isEmpty)
            let image = try Image(encoded: [UInt8](mannequin.output))
            #expect(image.width == 64 && image.height == 48)

            let model = try Data(contentsOf: Fixtures.fullModel)
            let converted = try await workspace.poise("convert", "-", "-", input: model)
            #expect(converted.status == 0 && converted.errors.isEmpty && converted.output == model)
            let (piped, named) = try await (
                workspace.poise("inspect", "-", input: model), workspace.poise("inspect", Fixtures.fullModel.path)
            )
            #expect(piped.status == 0 && piped.output == named.output)

            try workspace.write(try Fixtures.person(), to: "person.png")
            try workspace.write(Array("{\"person.png\":[]}".utf8), to: "truth.json")
            let records = try await workspace.poise("image", "person.png", "--json", "-", "--model", "-", input: model)
            #expect(records.status == 0, "\(records.errors)")
            let score = try await workspace.poise("score", "-", "truth.json", "--json", "-", input: records.output)
            #expect(score.status == 0, "\(score.errors)")
            #expect(try jsonLines(score.output)[0]["file"] as? String == "-")
            #expect(workspace.contents == ["truth.jsonl", "person.png", "truth.json"])
        }
    }

    @Test(
        "Standard input is read once, and standard output has one of the outputs",
        arguments: [
            (["image", "-", "--model", "-"], "input can be read only once"),
            (["video", "-", "--model", "-"], "input can be read only once"),
            (["check", "-", "--model", "-"], "input can be read only once"),
            (["draw", "-", "-", "a.mp4"], "input can be read only once"),
            (["score", "-", "-"], "input can be read only once"),
            (["score", "a", "-", "--paired", "-"], "input can be read only once"),
            (["live", "-", "--model", "-"], "input can be read only once"),
            (["image", "person.png", "--draw", "-", "--mask", "-"], "only one of the outputs"),
            (["image", "person.png", "--draw", "-", "--json", "-"], "only one of the outputs"),
            (["video", "squat.mp4", "--draw", "-", "--json", "-"], "only one of the outputs"),
            (["video", "squat.mp4", "--draw", "/dev/stdout", "--json", "-"], "only one of the outputs"),
            (["mannequin", "-", "--json", "-"], "only one of the outputs"),
        ])
    func twice(arguments: [String], reason: String) async throws {
        try await withVideo { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            let result = try await workspace.poise(arguments, input: Data("x".utf8))
            expectFailure(result, 64, naming: "standard ", reason)
            #expect(result.output.isEmpty && workspace.contents == ["squat.mp4", "person.png"])
        }
    }

    @Test("A file named - is a file", arguments: ["video", "check"])
    func literal(command: String) async throws {
        try await withVideo { workspace in
            try FileManager.default.moveItem(at: workspace.url("squat.mp4"), to: workspace.url("-"))
            let result = try await workspace.poise(command, "./-", "--json", "./-.json", "--quiet")
            #expect(result.status == 0, "\(result.errors)")
            #expect(workspace.contents == ["-", "-.json"])
        }
    }

    @Test("Errors of standard input are reported", arguments: ["video", "check"])
    func wrong(command: String) async throws {
        try await withWorkspace { workspace in
            expectFailure(try await workspace.poise(command, "-"), 65, naming: "standard input", "nothing to read")
            let text = try await workspace.poise(command, "-", input: Data("a text\n".utf8))
            expectFailure(text, 65, naming: "standard input", "this is not a video")
            let kept = try await workspace.shell("TMPDIR=none \"$0\" \(command) - < /dev/zero")
            expectFailure(kept, 74, naming: "standard input", "TMPDIR can name another folder")
        }
    }

    @Test(
        "A signal ends the wait for standard input",
        arguments: [(SIGINT, Int32(130)), (SIGTERM, 143)] as [(Int32, Int32)])
    func interrupted(signal: Int32, status: Int32) async throws {
        try await withWorkspace { workspace in
            let pipe = Pipe()
            let command = try RunningCommand(
                .poise, ["video", "-", "--json", "a.jsonl"], in: workspace.folder, input: pipe)
            // More than a pipe holds: when this is written, the command reads.
            try pipe.fileHandleForWriting.write(contentsOf: Data(count: 1 << 18))
            command.send(signal)
            let result = try await command.result()
            #expect(result.status == status && result.errors == "poise: interrupted before the first frame\n")
            try pipe.fileHandleForWriting.close()
            #expect(workspace.contents.isEmpty)
        }
    }
}
