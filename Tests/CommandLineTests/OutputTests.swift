import Foundation
import PoiseImaging
import PoiseImageFiles
import Testing

@Suite struct OutputTests {
    private func withPerson(_ body: (Workspace) async throws -> Void) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            try await body(workspace)
        }
    }

    @Test(
        "Impossible outputs are refused before the work begins",
        arguments: [
            (["--json", "none/a.jsonl"], Int32(73), "none/a.jsonl", "there is no folder none"),
            (["--json", "."], 73, ".", "this is a folder"),
            (["--json", "folder"], 73, "folder", "this is a folder"),
            (["--json", "new/"], 73, "new/", "there is no folder new"),
            (["--json", "person.png/a"], 73, "person.png/a", "is not a folder"),
            (["--json", "person.png"], 64, "person.png", "would overwrite"),
            (["--draw", "none/a.png"], 73, "none/a.png", "there is no folder none"),
            (["--draw", "file/"], 73, "file/", "a folder is needed"),
            (["--draw", "a.gif"], 64, "a.gif", "must end in .png"),
            (["--draw", "/dev/full"], 64, "/dev/full", "must end in .png"),
            (["--draw", "person.png"], 64, "person.png", "would overwrite an input"),
            (["--draw", "link.png"], 64, "link.png", "would overwrite an input"),
            (["--draw", "folder/../person.png"], 64, "folder/../person.png", "would overwrite an input"),
            (["--draw", "."], 64, "./person.png", "would overwrite an input"),
            (["--draw", "/proc/poise/"], 73, "/proc/poise/", ""),
            (["--draw", "a.png", "--mask", "./a.png"], 64, "./a.png", "another output"),
            (["--draw", "folder", "--mask", "folder/"], 64, "folder/person.png", "another output"),
            (["--mask", "a.png", "--json", "a.png"], 64, "a.png", "another output"),
            (["--mask", "none/a.png"], 73, "none/a.png", "there is no folder none"),
        ])
    func refused(options: [String], status: Int32, subject: String, reason: String) async throws {
        try await withPerson { workspace in
            try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: true)
            try workspace.write([], to: "file")
            try FileManager.default.createSymbolicLink(
                at: workspace.url("link.png"), withDestinationURL: workspace.url("person.png"))
            let before = workspace.contents
            let result = try await workspace.poise(["image", "person.png"] + options)
            // The superuser ignores write protection and is stopped only by the system.
            if status != 73 || !subject.hasPrefix("/proc") {
                expectFailure(result, status, naming: subject, reason)
                #expect(result.output.isEmpty)
            } else {
                #expect(result.status == status && result.errors.hasPrefix("poise: /proc/poise"))
            }
            #expect(workspace.contents == before)
            #expect(try workspace.read("person.png") == Data(try Fixtures.person()))
        }
    }

    @Test("Several images need a folder", arguments: ["person.png", "new.png"])
    func severalIntoOne(name: String) async throws {
        try await withPerson { workspace in
            let result = try await workspace.poise("image", "person.png", "other.png", "--draw", name)
            #expect(result.status == (name == "new.png" ? 64 : 73))
            #expect(result.errors.contains(name) && result.errors.contains("folder"))
            #expect(workspace.contents == ["person.png"])
        }
    }

    @Test("A full disk", arguments: [["--json", "/dev/full"], ["--json", "link.jsonl"]])
    func fullDisk(options: [String]) async throws {
        try await withPerson { workspace in
            try FileManager.default.createSymbolicLink(
                at: workspace.url("link.jsonl"), withDestinationURL: URL(filePath: "/dev/full"))
            let result = try await workspace.poise(["image", "person.png"] + options)
            expectFailure(result, 74, naming: options[1], "No space left on device")
        }
    }

    @Test("A full disk at standard output", arguments: [["--json", "-"], []])
    func fullStandardOutput(options: [String]) async throws {
        try await withPerson { workspace in
            let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
            let result = try await workspace.poise(["image", "person.png"] + options, output: full)
            expectFailure(result, 74, naming: "standard output", "No space left on device")
        }
    }

    @Test("A closed pipe", arguments: [["image", "person.png", "--json", "-"], ["inspect", "MODEL"]])
    func closedPipe(arguments: [String]) async throws {
        try await withPerson { workspace in
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            let arguments = arguments.map { $0 == "MODEL" ? Fixtures.fullModel.path : $0 }
            let result = try await workspace.poise(arguments, output: pipe.fileHandleForWriting)
            expectFailure(result, 74, naming: "standard output", "the reader has closed it")
        }
    }

    @Test("An output that fails in the middle of a run keeps the earlier lines")
    func failureInTheMiddle() async throws {
        try await withPerson { workspace in
            try FileManager.default.createDirectory(
                at: workspace.url("drawn/other.png"), withIntermediateDirectories: true)
            try workspace.write(try Fixtures.person(), to: "other.png")
            let result = try await workspace.poise(
                "image", "person.png", "other.png", "person.png", "--draw", "drawn", "--json", "out.jsonl")
            expectFailure(result, 73, naming: "drawn/other.png", "this is a folder")
            let files = try jsonLines(workspace.read("out.jsonl")).map { $0["file"] as? String }
            #expect(files == ["person.png", "other.png"])
        }
    }

    @Test("Inputs of the same name in different folders are drawn into different files")
    func equalNames() async throws {
        try await withWorkspace { workspace in
            let names = ["a/p.png", "b/p.png", "a/p-2.png", "b/p.x.png"]
            for name in names { try workspace.write(try Fixtures.person(), to: name) }
            let result = try await workspace.poise(["image", "--json", "-", "--draw", "new/drawn"] + names)
            #expect(result.status == 0)
            let drawn = try FileManager.default.contentsOfDirectory(atPath: workspace.url("new/drawn").path)
            #expect(Set(drawn) == ["p.png", "p-2.png", "p-2-2.png", "p.x.png"])
        }
    }

    @Test("The same input gives the same bytes, whatever the number of threads")
    func deterministic() async throws {
        try await withPerson { workspace in
            for run in ["1", "2"] {
                let result = try await workspace.poise(
                    "image", "person.png", "--json", run, "--draw", "d\(run).png", "--mask", "m\(run).png", "--angles",
                    "--threads", run)
                #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty)
            }
            #expect(try workspace.read("1") == workspace.read("2"))
            #expect(try workspace.read("d1.png") == workspace.read("d2.png"))
            #expect(try workspace.read("m1.png") == workspace.read("m2.png"))
            #expect(try Image(contentsOf: workspace.url("m1.png")).pixels.contains { $0 > 200 })
            #expect(try workspace.read("d1.png") != workspace.read("person.png"))
        }
    }

    @Test("The table names the file, the person and the joints")
    func table() async throws {
        try await withPerson { workspace in
            let result = try await workspace.poise("image", "person.png", "--angles")
            #expect(result.status == 0 && result.errors.isEmpty)
            #expect(result.text.hasPrefix("person.png: 256 x 256 pixels, 1 person\n  person 1: presence "))
            for name in ["nose", "left shoulder", "right ankle", "angle in degrees", "left knee", "trunk"] {
                #expect(result.text.contains("\n    \(name) "), "\(name)")
            }
        }
    }

    @Test(
        "Names with special characters",
        arguments: [
            "with space.png", "quotes'\"`.png", "new\nline.png", "back\\slash#?%41.png", "~", "~root.png",
            "\u{1B}[31m.png",
            "-", "--json", "naïve 写真.png", ".png",
        ])
    func names(name: String) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: name)
            // After a path or `--` a name is not an option.
            let given = name == "-" ? "./-" : name
            let result = try await workspace.poise("image", "--json", "-", "--draw", "drawn/", "--", given)
            #expect(result.status == 0, "\(result.errors)")
            let records = try result.records()
            #expect(records.count == 1 && records[0]["file"] as? String == given)
            #expect(workspace.contents.count == 3)
            let table = try await workspace.poise("image", "--", given)
            #expect(table.text.split(separator: "\n")[0].hasSuffix(": 256 x 256 pixels, 1 person"))
            #expect(!table.text.contains("\u{1B}"))
            let missing = try await workspace.poise("image", "--", given + "\u{7}none")
            #expect(missing.status == 66 && missing.errors.hasSuffix("\\u{07}none: there is no such file\n"))
            #expect(missing.errors.count(where: \.isNewline) == 1)
        }
    }

    @Test("A name that is not UTF-8 leaves the JSON valid")
    func nameOfOtherBytes() async throws {
        try await withPerson { workspace in
            let result = try await workspace.shell(
                "name=$(printf 'latin\\351.png'); cp person.png \"$name\"; \"$0\" image \"$name\" --json -; "
                    + "status=$?; \"$0\" image - < \"$name\" >&2; rm \"$name\"; exit $status")
            #expect(result.status == 66)
            let records = try result.records()
            #expect(records.count == 1)
            #expect((records.first?["error"] as? String)?.contains("not UTF-8") == true)
            #expect(result.errors.contains("-: 256 x 256 pixels, 1 person"), "by standard input it can be read")
        }
    }
}
