import Foundation
import PoiseImageFiles
import PoiseImaging
import PoiseTestSupport
import Testing

@Suite struct MannequinCommandTests {
    @Test(
        "Options that cannot be rendered are refused with 64",
        arguments: [
            (["a.png", "--size", "0x0"], "an image of 0 x 0 pixels"),
            (["a.png", "--size", "9999999999999x9999999999"], "an image of"),
            (["a.png", "--yaw", "nan"], "the camera's yaw"),
            (["a.png", "--distance", "0"], "the camera's distance"),
            (["a.png", "--distance", "0.2"], "--distance 0.2"),
            (["a.gif"], "a.gif"),
            (["-", "--json", "-"], "standard output"),
            (["a.png", "--json", "./a.png"], "./a.png"),
        ])
    func notRendered(arguments: [String], subject: String) async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise(["mannequin"] + arguments)
            expectFailure(result, 64, naming: subject)
            #expect(workspace.contents.isEmpty)
        }
    }

    @Test("A mannequin and its ground truth", arguments: ["standing", "squat", "arms-raised", "lunge", "push-up"])
    func mannequin(preset: String) async throws {
        try await withWorkspace { workspace in
            for run in ["1", "2"] {
                let result = try await workspace.poise(
                    "mannequin", "\(run).png", "--preset", preset, "--yaw", "30", "--size", "240x200", "--json", "-")
                #expect(result.status == 0 && result.errors.isEmpty)
                let record = try #require(try result.records().first)
                #expect(record["file"] as? String == "\(run).png")
                #expect(record["width"] as? Int == 240 && record["height"] as? Int == 200)
                let pose = try #require((record["poses"] as? [[String: Any]])?.first)
                #expect((pose["landmarks"] as? [[Double]])?.count == 33 && (pose["world"] as? [[Double]])?.count == 33)
            }
            #expect(try workspace.read("1.png") == workspace.read("2.png"))
            #expect(workspace.contents == ["1.png", "2.png"])
        }
    }

    @Test(
        "The proportions by eye render the stored images again",
        arguments: [
            ("standing", "--preset standing --size 300x400 --distance 2.6"),
            ("squat", "--preset squat --depth 0.6 --yaw 40 --size 360x360 --distance 2.4"),
            ("lunge", "--preset lunge --yaw 70 --size 400x300 --distance 2.8"),
            ("arms-raised", "--preset arms-raised --yaw=-20 --size 300x420 --distance 3"),
            ("push-up", "--preset push-up --yaw 90 --size 480x270 --distance 2.6"),
        ])
    func storedImages(name: String, options: String) async throws {
        let stored = Reference.packageFolder.appending(path: "Tests/Fixtures/golden/\(name).png")
        let words = options.split(separator: " ").map(String.init)
        try await withWorkspace { workspace in
            for proportions in ["by-eye", "survey"] {
                let result = try await workspace.poise(
                    ["mannequin", "-", "--plain", "--proportions", proportions] + words)
                #expect(result.status == 0 && result.errors.isEmpty)
                let image = try Image(encoded: [UInt8](result.output))
                #expect((try image == Image(contentsOf: stored)) == (proportions == "by-eye"))
            }
        }
    }

    @Test("A mannequin that cannot be written is an error", arguments: ["none/a.png", "a.png --json none/a.jsonl"])
    func mannequinNotWritten(arguments: String) async throws {
        try await withWorkspace { workspace in
            let words = arguments.split(separator: " ").map(String.init)
            let result = try await workspace.poise(["mannequin"] + words)
            expectFailure(result, 73, naming: words.last ?? "", "there is no folder none")
            #expect(workspace.contents.isEmpty)
        }
    }
}
