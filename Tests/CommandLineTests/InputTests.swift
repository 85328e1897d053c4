import Foundation
import PoiseImaging
import PoiseTestSupport
import Testing

@Suite struct InputTests {
    /// A file that is no image, and the expected reason.
    struct BadFile: Sendable, CustomTestStringConvertible {
        var name: String
        var reason: String
        var bytes: @Sendable () throws -> [UInt8]
        var testDescription: String { name }

        static func fixture(_ name: String, _ reason: String, first count: Int? = nil) -> BadFile {
            BadFile(name: name, reason: reason) {
                let bytes = try Fixtures.bytes("images/\(name)")
                return Array(bytes.prefix(count ?? bytes.count))
            }
        }

        static func bytes(_ name: String, _ reason: String, _ bytes: [UInt8]) -> BadFile {
            BadFile(name: name, reason: reason) { bytes }
        }
    }

    static let badFiles: [BadFile] = [
        .bytes("empty.png", "the file is empty", []),
        .bytes("text.jpg", "not an image that can be read", Array("Only a text.\n".utf8)),
        .bytes("other.png", "the GIF data ends too soon", Array("GIF89a and more".utf8)),
        .bytes("start.jpg", "incomplete", [0xFF, 0xD8, 0xFF]),
        .bytes("start.png", "incomplete", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        .fixture("rgb_444.jpg", "incomplete", first: 400),
        .fixture("progressive.jpg", "incomplete", first: 600),
        .fixture("rgb_8_bit.png", "incomplete", first: 300),
        .fixture("no_end.jpg", "incomplete"),
        .fixture("data_missing.jpg", "damaged"),
        .fixture("12_bit.jpg", "unsupported kind"),
        .fixture("no_palette.png", "damaged"),
        .fixture("too_little_data.png", "damaged"),
        .fixture("huge_header.png", "30000 x 30000 pixels"),
        .fixture("huge_header.jpg", "65500 x 65500 pixels"),
    ]

    @Test("A file that is no image", arguments: badFiles)
    func badFile(file: BadFile) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try file.bytes(), to: file.name)
            let arguments = ["image", file.name, "--draw", "drawn/", "--mask", "mask.png"]
            expectFailure(try await workspace.poise(arguments), 65, naming: file.name, file.reason)
            #expect(workspace.contents == [file.name])
            let result = try await workspace.poise(arguments + ["--json", "out.jsonl"])
            expectFailure(result, 65, naming: file.name, file.reason)
            #expect(workspace.contents == [file.name, "out.jsonl"])
            let records = try jsonLines(workspace.read("out.jsonl"))
            #expect(records.count == 1 && records[0].count == 2)
            #expect(records[0]["file"] as? String == file.name)
            #expect((records[0]["error"] as? String)?.contains(file.reason) == true)
        }
    }

    @Test("A missing file, and a folder", arguments: ["missing.png", ".", "folder", "folder/missing/a.png"])
    func noFile(name: String) async throws {
        try await withWorkspace { workspace in
            try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: true)
            let result = try await workspace.poise("image", name, "--json", "-", "--draw", "drawn.png")
            let reason = name.hasSuffix("png") ? "there is no such file" : "this is a folder, not a file"
            expectFailure(result, 66, naming: name, reason)
            #expect(try result.records().first?["error"] as? String == reason)
            #expect(workspace.contents == ["folder"])
        }
    }

    private static let canDropPrivileges: Bool = {
        guard getuid() == 0 else { return false }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments = ["--reuid=65534", "test", "-x", RunningCommand.poise.path]
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(
        "A file, an output and a folder without permission",
        .enabled(if: getuid() != 0 || canDropPrivileges, "the superuser may read everything, and there is no setpriv"))
    func noPermission() async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "secret.png")
            try workspace.write(try Fixtures.person(), to: "person.png")
            try workspace.write([], to: "old.jsonl")
            chmod(workspace.url("secret.png").path, 0)
            chmod(workspace.url("old.jsonl").path, 0o444)
            chmod(workspace.folder.path, 0o555)
            defer { chmod(workspace.folder.path, 0o755) }
            let user = getuid() == 0 ? "setpriv --reuid=65534 \"$0\"" : "\"$0\""
            expectFailure(
                try await workspace.shell("\(user) image secret.png"), 66, naming: "secret.png", "Permission denied")
            expectFailure(
                try await workspace.shell("\(user) inspect secret.png"), 66, naming: "secret.png", "Permission denied")
            for option in ["--json new.jsonl", "--json old.jsonl", "--draw new.png", "--mask new/"] {
                let result = try await workspace.shell("\(user) image person.png \(option)")
                expectFailure(result, 73, naming: String(option.split(separator: " ")[1]), "write-protected")
                #expect(result.output.isEmpty, "nothing is done before")
            }
            #expect(workspace.contents == ["secret.png", "person.png", "old.jsonl"])
        }
    }

    @Test("One file fails, the others are processed", arguments: [("text.png", Int32(65)), ("missing.png", 66)])
    func severalFiles(bad: String, status: Int32) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "a.png")
            try workspace.write(try Fixtures.person(), to: "b.png")
            if bad == "text.png" { try workspace.write(Array("text".utf8), to: bad) }
            let arguments = ["image", "a.png", bad, "b.png", "--json", "-", "--draw", "drawn"]
            let result = try await workspace.poise(arguments)
            #expect(result.status == status)
            let lines = result.errors.split(separator: "\n")
            #expect(lines.count == 2 && lines[0].hasPrefix("poise: \(bad): "), "\(result.errors)")
            #expect(lines.last == "poise: 1 of 3 images failed")
            let records = try result.records()
            #expect(records.map { $0["file"] as? String } == ["a.png", bad, "b.png"])
            #expect(records.map { $0["error"] == nil } == [true, false, true])
            #expect((records[0]["poses"] as? [Any])?.count == 1)
            #expect(workspace.contents.isSuperset(of: ["drawn/a.png", "drawn/b.png"]))
            #expect(!workspace.contents.contains("drawn/\(bad)"))
            let quiet = try await workspace.poise(arguments + ["--quiet"])
            #expect(quiet.errors == "poise: 1 of 3 images failed\n")
            #expect(quiet.output == result.output)
        }
    }

    @Test("Images of all kinds give a line each, with the size of the upright image")
    func allFixtures() async throws {
        let sizes = try Fixtures.imageSizes()
        let names = try FileManager.default.contentsOfDirectory(atPath: Fixtures.url("images").path)
            .filter { $0.hasSuffix("jpg") || $0.hasSuffix("png") }.sorted()
        try #require(names.count > 40)
        try await withWorkspace { workspace in
            let files = names.map { Fixtures.url("images/\($0)").path }
            let result = try await workspace.poise(["image", "--json", "-", "--quiet"] + files)
            #expect(result.status == 65)
            let records = try result.records()
            #expect(records.map { $0["file"] as? String } == files)
            for (name, record) in zip(names, records) {
                if let size = sizes[name] {
                    let width = record["width"] as? Int
                    let height = record["height"] as? Int
                    #expect(width == size.width && height == size.height && record["poses"] is [Any], "\(name)")
                } else {
                    #expect(record["error"] is String && record["width"] == nil, "\(name)")
                }
            }
        }
    }

    @Test("Images that are very small, narrow or flat", arguments: [(1, 1), (1, 5000), (5000, 1), (2, 3)])
    func extremeSizes(width: Int, height: Int) async throws {
        try await withWorkspace { workspace in
            let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0) }
            try workspace.write(try Image(width: width, height: height, pixels: pixels).pngData(), to: "a.png")
            let result = try await workspace.poise("image", "a.png", "--draw", "d.png", "--mask", "m.png", "--angles")
            #expect(result.status == 0 && result.errors.isEmpty)
            #expect(result.text == "a.png: \(width) x \(height) pixels, no people found\n")
            #expect(try Image(contentsOf: workspace.url("d.png")).pixels == pixels)
            #expect(try Image(contentsOf: workspace.url("m.png")).pixels.allSatisfy { $0 == 0 })
        }
    }

    @Test(
        "Flipped bits give a result or an error", arguments: ["rgb_420.jpg", "progressive.jpg", "rgb_interlaced.png"])
    func flippedBits(name: String) async throws {
        var mutation = Mutation(of: try Fixtures.bytes("images/\(name)"), seed: 7)
        try await withWorkspace { workspace in
            let names = (0..<40).map { "\($0).\(name)" }
            for name in names { try workspace.write(mutation.next(), to: name) }
            let result = try await workspace.poise(["image", "--json", "-"] + names)
            #expect(result.status == 65)
            let records = try result.records()
            #expect(records.map { $0["file"] as? String } == names)
            let failures = records.count { $0["error"] is String }
            #expect(failures > 0 && result.errors.split(separator: "\n").count == failures + 1)
        }
    }

    @Test("Standard input")
    func standardInput() async throws {
        try await withWorkspace { workspace in
            expectFailure(try await workspace.poise("image", "-"), 65, naming: "standard input", "nothing to read")
            expectFailure(
                try await workspace.poise("image", "-", input: Data("garbage".utf8)), 65, naming: "standard input")
            let person = Data(try Fixtures.person())
            let result = try await workspace.poise("image", "-", "--json", "-", "--draw", "drawn/", input: person)
            #expect(result.status == 0 && result.errors.isEmpty)
            #expect(try result.records().first?["file"] as? String == "-")
            #expect(workspace.contents == ["drawn", "drawn/stdin.png"])
        }
    }
}
