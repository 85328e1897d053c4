import PoiseMachineCode
import Foundation
import PoiseInference
import PoiseTestSupport
import Testing

/// The command on a system that refuses generated code.
@Suite(.enabled(if: Processor.current.vectorWidth != nil && CodeRefusal.isAvailable, "needs Linux 6.3 and Python"))
struct RefusedCodeTests {
    private static let photo = Reference.packageFolder.appending(path: "Tests/Fixtures/astronaut.png").path

    /// Runs `poise image` on the astronaut under the launcher, or directly.
    private func image(
        refusing what: String?, _ options: String..., in workspace: Workspace
    ) async throws -> CommandResult {
        let arguments = ["image", Self.photo, "--json", "-"] + options
        guard let what else { return try await workspace.poise(arguments) }
        return try await RunningCommand(
            URL(filePath: CodeRefusal.python), [CodeRefusal.launcher, what, URL.poise.path] + arguments,
            in: workspace.folder
        ).result()
    }

    /// Returns the positions of the landmarks and the side of the region, in pixels.
    private func landmarks(_ result: CommandResult) throws -> (points: [[Double]], side: Double) {
        let pose = try #require((try result.records().first?["poses"] as? [[String: Any]])?.first)
        let points = try #require(pose["landmarks"] as? [[NSNumber]]).map { $0.map(\.doubleValue) }
        let region = try #require(pose["region"] as? [String: NSNumber])
        return (points, try #require(region["size"]).doubleValue)
    }

    @Test func thePortableExecutorTakesOver() async throws {
        try await withWorkspace { workspace in
            let free = try await image(refusing: nil, in: workspace)
            let refused = try await image(refusing: "all", in: workspace)
            #expect(free.status == 0 && free.errors.isEmpty)
            #expect(refused.status == 0)
            #expect(refused.errors == "poise: \(ExecutorObstacle.executableMemory)\n")
            let (expected, side) = try landmarks(free)
            let points = try landmarks(refused).points
            #expect(points.count == 33 && expected.count == 33)
            for (point, other) in zip(points, expected) {
                let (x, y) = (point[0] - other[0], point[1] - other[1])
                #expect((x * x + y * y).squareRoot() < 2e-4 * side)
            }
            #expect(try await image(refusing: "all", "--quiet", in: workspace).errors.isEmpty)
        }
    }

    @Test func aFileInMemoryIsTheSecondWay() async throws {
        try await withWorkspace { workspace in
            let free = try await image(refusing: nil, in: workspace)
            let refused = try await image(refusing: "mprotect", in: workspace)
            #expect(refused.status == 0 && refused.errors.isEmpty)
            #expect(refused.output == free.output)
        }
    }
}

/// A launcher of programs that must not generate code.
private enum CodeRefusal {
    static let python = "/usr/bin/python3"
    static let launcher = Reference.packageFolder.appending(path: "Tests/Fixtures/refuse_code.py").path

    /// Whether the launcher works on this system.
    static let isAvailable: Bool = {
        guard FileManager.default.isExecutableFile(atPath: python) else { return false }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [launcher, "all", "/bin/true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
