import Foundation
import PoiseTestSupport
import PoiseTrainingPairs
import Testing

/// Tests of the program that renders pairs for training.
@Suite struct SpaceTrainingTests {
    @Test func filesThatExistAreSkipped() async throws {
        try await withWorkspace { workspace in
            let first = try await run(["--output", "pairs", "--clips", "1", "--only", "squat"], in: workspace)
            #expect(first.status == 0 && first.errors.contains("40 frames"), "\(first.errors)")
            let name = "pairs/pairs-squat-1-00000.safetensors"
            #expect(workspace.contents == ["pairs", name])
            let bytes = try workspace.read(name)
            let labels = try Shard.labels(of: [UInt8](bytes))
            #expect(labels.map(\.category) == ["squat"])

            let again = try await run(["--output", "pairs", "--clips", "1", "--only", "squat"], in: workspace)
            #expect(again.status == 0 && again.errors.isEmpty)
            #expect(try workspace.read(name) == bytes)

            // A file that is not one of pairs is rendered again.
            try workspace.write([1, 2, 3], to: name)
            let repaired = try await run(["--output", "pairs", "--clips", "1", "--only", "squat"], in: workspace)
            #expect(repaired.status == 0)
            #expect(try workspace.read(name) == bytes)
        }
    }

    @Test func interruptedRunsLeaveNoPartOfAFile() async throws {
        try await withWorkspace { workspace in
            let program = try RunningCommand(
                .poise.deletingLastPathComponent().appending(path: "space-training"), ["--output", "pairs"],
                in: workspace.folder)
            while !workspace.contents.contains("pairs") { try await Task.sleep(for: .milliseconds(20)) }
            program.interrupt()
            let result = try await program.result()
            #expect(result.status == 130, "\(result.errors)")
            #expect(result.errors.contains("the run was stopped and can go on"))
            #expect(workspace.contents == ["pairs"])
        }
    }

    @Test func wrongInputIsNamed() async throws {
        try await withWorkspace { workspace in
            try workspace.write(Array("HIERARCHY\nROOT a\n{\n".utf8), to: "movements/bad.bvh")
            let bad = try await run(["--movements", "movements", "--output", "pairs"], in: workspace)
            #expect(bad.status == 65 && bad.errors.contains("movements/bad.bvh, line 4"), "\(bad.errors)")
            let empty = try await run(["--movements", "pairs", "--output", "pairs"], in: workspace)
            #expect(empty.status == 65 && empty.errors.contains("no files of movements"), "\(empty.errors)")
            let unknown = try await run(["--only", "flying", "--output", "pairs"], in: workspace)
            #expect(unknown.status == 64 && unknown.errors.contains("flying"))
            let nothing = try await run([], in: workspace)
            #expect(nothing.status == 64)
            let classes = try await run(["--classes"], in: workspace)
            #expect(classes.status == 0 && classes.text.split(separator: "\n").contains("push-up"))
        }
    }

    private func run(_ arguments: [String], in workspace: Workspace) async throws -> CommandResult {
        let program = URL.poise.deletingLastPathComponent().appending(path: "space-training")
        return try await RunningCommand(program, arguments, in: workspace.folder).result()
    }
}
