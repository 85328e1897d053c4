import Foundation
import Testing

@Suite struct ModelTests {
    struct BadModel: Sendable, CustomTestStringConvertible {
        var name: String
        var status: Int32
        var reason: String
        /// Whether the file is a valid network, but not a landmark network.
        var isNetwork = false
        var bytes: @Sendable () throws -> [UInt8]?
        var testDescription: String { name }

        static func fixture(_ path: String, _ reason: String, isNetwork: Bool = false) -> BadModel {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return BadModel(name: name, status: 65, reason: reason, isNetwork: isNetwork) {
                try Fixtures.bytes("models/\(path)")
            }
        }
    }

    static let badModels: [BadModel] = [
        BadModel(name: "missing.task", status: 66, reason: "there is no such file") { nil },
        BadModel(name: ".", status: 66, reason: "this is a folder") { nil },
        BadModel(name: "/dev/null", status: 65, reason: "the file is empty") { nil },
        BadModel(name: "/dev/zero", status: 65, reason: "more than") { nil },
        BadModel(name: "empty.tflite", status: 65, reason: "the file is empty") { [] },
        BadModel(name: "text.safetensors", status: 65, reason: "neither a network file nor") { Array("a text".utf8) },
        BadModel(name: "long.txt", status: 65, reason: "neither a network file nor") {
            Array(String(repeating: "A longer text, in which there is no network. ", count: 9).utf8)
        },
        BadModel(name: "cut.safetensors", status: 65, reason: "truncated: it has 100000 bytes of 6382026") {
            Array([UInt8](try Data(contentsOf: Fixtures.fullModel)).prefix(100_000))
        },
        BadModel(name: "nan.safetensors", status: 65, reason: "constant conv57.bias contains an infinity or a NaN") {
            try Fixtures.fullModel(filling: ["conv57.bias": .nan])
        },
        BadModel(name: "detector.safetensors", status: 65, reason: "lacks an input of shape", isNetwork: true) {
            let url = Fixtures.fullModel.deletingLastPathComponent().appending(path: "detector.safetensors")
            return [UInt8](try Data(contentsOf: url))
        },
        .fixture("operators.tflite", "no landmark network", isNetwork: true),
        .fixture("stored.task", "no landmark network", isNetwork: true),
        .fixture("bad/unknown_operator.tflite", "the operator TANH (number 1) is not supported"),
        .fixture("bad/cyclic.tflite", "before it is computed"),
        .fixture("bad/long_name.tflite", "too long"),
        .fixture("bad/huge_dimensions.tflite", "more elements than are allowed"),
        .fixture("bad/bomb.task", "would unpack from 4080 to 4194304 bytes"),
        .fixture("bad/checksum.task", "cannot be unpacked"),
        .fixture("bad/empty.task", "does not contain pose_detector.tflite"),
        .fixture("bad/nested.task", "in the bundle's pose_detector.tflite: the file is neither"),
    ]

    @Test("Models that cannot be used are refused", arguments: badModels)
    func badModel(model: BadModel) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            if let bytes = try model.bytes() { try workspace.write(bytes, to: model.name) }
            let before = workspace.contents
            let commands = [
                ["image", "person.png", "--draw", "drawn/", "--json", "a", "--model", model.name],
                ["inspect", model.name], ["convert", model.name, "new.safetensors"],
            ]
            for command in model.isNetwork ? Array(commands.prefix(1)) : commands {
                let result = try await workspace.poise(command)
                expectFailure(result, model.status, naming: model.name, model.reason)
                #expect(result.errors.count < 1100 && result.output.isEmpty)
                #expect(workspace.contents == before)
            }
        }
    }

    @Test("Landmarks that are not finite are no person", arguments: ["conv56", "conv57"])
    func absurdLandmarks(layer: String) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            try workspace.write(try Fixtures.fullModel(filling: ["\(layer).weights": 3e38]), to: "absurd")
            let result = try await workspace.poise("image", "person.png", "--model", "absurd", "--json", "-")
            #expect(result.status == 0 && result.errors.isEmpty)
            #expect(try jsonLines(result.output).allSatisfy { ($0["poses"] as? [Any])?.isEmpty == true })
        }
    }

    @Test(
        "Huge landmarks, heatmaps and masks are drawn without a crash",
        arguments: [
            ["conv56.bias": Float(1e30)], ["conv43.weights": 3e38], ["conv42.weights": 3e38],
            ["conv41.weights": 3e38, "conv41.bias": -3e38, "conv42.weights": -3e38],
        ])
    func hugeNumbers(tensors: [String: Float]) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "person.png")
            try workspace.write(try Fixtures.fullModel(filling: tensors), to: "absurd")
            let arguments = ["image", "person.png", "--model", "absurd", "--angles", "--draw", "d.png"]
            let result = try await workspace.poise(arguments + ["--mask", "m.png", "--json", "-"])
            #expect(result.status == 0 && result.errors.isEmpty)
            #expect(try result.records().count == 1)
            #expect(workspace.contents == ["person.png", "absurd", "d.png", "m.png"])
        }
    }

    @Test(
        "Networks that cannot be written are errors",
        arguments: [
            ("none/a.safetensors", Int32(73), "there is no folder none"), (".", 73, "this is a folder"),
            ("/dev/full", 74, "No space left on device"), ("operators.tflite", 64, "would overwrite an input"),
        ])
    func notWritten(output: String, status: Int32, reason: String) async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.bytes("models/operators.tflite"), to: "operators.tflite")
            let result = try await workspace.poise("convert", "operators.tflite", output)
            expectFailure(result, status, naming: output, reason)
            #expect(workspace.contents == ["operators.tflite"])
        }
    }

    @Test("A converted network is inspected like its source")
    func convertAndInspect() async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.bytes("models/deflated.task"), to: "a.task")
            let converted = try await workspace.poise("convert", "a.task", "a.safetensors")
            #expect(converted.status == 0 && converted.errors.isEmpty)
            #expect(converted.text.hasPrefix("a.safetensors: "))
            let quiet = try await workspace.poise("convert", "a.task", "d", "--part", "detector", "--quiet")
            #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
            let (bundle, landmarks, detector) = (
                try await workspace.poise("inspect", "a.task").text,
                try await workspace.poise("inspect", "a.safetensors").text,
                try await workspace.poise("inspect", "d").text
            )
            #expect(bundle == "Detector\n\(detector)\nLandmarks\n\(landmarks)")
            #expect(landmarks != detector)
        }
    }

    @Test("The table of the built-in network")
    func inspectFull() async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.poise("inspect", Fixtures.fullModel.path)
            #expect(result.status == 0)
            #expect(result.text.hasPrefix("from pose_landmark_full.tflite, SHA-256 e9a5c5cb"))
            // The others are one line each for the origin, inputs, outputs, header and total.
            let lines = result.text.split(separator: "\n")
            let nodes = try #require(lines.last?.firstMatch(of: /total +(\d+) nodes/)).1
            #expect(lines.count == Int(nodes).map { $0 + 5 })
        }
    }
}
