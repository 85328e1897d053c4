import PoiseMachineCode
import Foundation
import PoiseInference
import PoiseTestSupport
import Testing

/// Commands with an OpenBLAS that computes wrong products: a preloaded library replaces it (`Tests/FakeOpenBLAS`).
@Suite struct WrongProductsTests {
    private static let source = Reference.packageFolder.appending(path: "Tests/FakeOpenBLAS/wrong_products.c")
    private static let photo = Reference.packageFolder.appending(path: "Tests/Fixtures/astronaut.png").path
    /// The expected message.
    private static var line: Regex<Substring> {
        /poise: OpenBLAS [0-9.]+\S* computes wrong matrix products with its kernels for \w+; networks run without it, which is slower\n/
    }

    /// Runs `poise` with an executor and a faulty OpenBLAS.
    private func poise(
        _ arguments: String..., executor: Executor = .portable, fault: String, in workspace: Workspace
    ) async throws -> CommandResult {
        let library = try await workspace.sharedLibrary(Self.source)
        return try await RunningCommand(
            URL(filePath: "/usr/bin/env"),
            [
                "LD_PRELOAD=\(library.path)", "WRONG_PRODUCTS=\(fault)", "POISE_EXECUTOR=\(executor.rawValue)",
                URL.poise.path,
            ] + arguments, in: workspace.folder
        ).result()
    }

    /// Returns the positions of the landmarks and the side of the region, in pixels.
    private func landmarks(_ result: CommandResult) throws -> (points: [[Double]], side: Double) {
        let pose = try #require((try result.records().first?["poses"] as? [[String: Any]])?.first)
        let points = try #require(pose["landmarks"] as? [[NSNumber]]).map { $0.map(\.doubleValue) }
        let region = try #require(pose["region"] as? [String: NSNumber])
        return (points, try #require(region["size"]).doubleValue)
    }

    @Test(
        "The person is still found, and one line states why it takes longer",
        arguments: ["zero", "nan", "ignored", "last", "rounded"])
    func poseIsFound(fault: String) async throws {
        try await withWorkspace { workspace in
            let healthy = try await poise("image", Self.photo, "--json", "-", fault: "none", in: workspace)
            #expect(healthy.status == 0 && healthy.errors.isEmpty)
            let result = try await poise("image", Self.photo, "--json", "-", fault: fault, in: workspace)
            #expect(result.status == 0)
            #expect(try Self.line.wholeMatch(in: result.errors) != nil, "\(result.errors)")
            let (expected, side) = try landmarks(healthy)
            let points = try landmarks(result).points
            #expect(points.count == 33 && expected.count == 33)
            for (point, other) in zip(points, expected) {
                let (x, y) = (point[0] - other[0], point[1] - other[1])
                // The tolerance of RefusedCodeTests: sums in another order.
                #expect((x * x + y * y).squareRoot() < 2e-4 * side)
            }
            let quiet = try await poise("image", Self.photo, "--json", "-", "--quiet", fault: fault, in: workspace)
            #expect(quiet.errors.isEmpty && quiet.output == result.output)
        }
    }

    @Test("The video commands and the benchmark print it, too")
    func otherCommands() async throws {
        try await withVideo { workspace in
            for command in ["video", "check"] {
                let result = try await poise(command, "squat.mp4", fault: "zero", in: workspace)
                #expect(result.status == 0)
                #expect(result.errors.firstMatch(of: Self.line)?.range.lowerBound == result.errors.startIndex)
                #expect(result.errors.matches(of: Self.line).count == 1, "\(command): \(result.errors)")
            }
            let healthy = try await poise("video", "squat.mp4", "--json", "-", "--quiet", fault: "none", in: workspace)
            let result = try await poise("video", "squat.mp4", "--json", "-", "--quiet", fault: "zero", in: workspace)
            #expect(result.errors.isEmpty)
            func people(_ result: CommandResult) throws -> [Int] {
                try result.records().compactMap { ($0["people"] as? [Any])?.count }
            }
            #expect(try people(result) == [Int](repeating: 1, count: 12))
            #expect(try people(healthy) == people(result))
            let bench = try await poise("bench", Self.photo, "--runs", "1", fault: "zero", in: workspace)
            #expect(bench.status == 0)
            #expect(try Self.line.wholeMatch(in: bench.errors) != nil, "\(bench.errors)")
        }
    }

    @Test("Generated code does not use OpenBLAS", .enabled(if: Processor.current.vectorWidth != nil))
    func generatedCode() async throws {
        try await withWorkspace { workspace in
            let result = try await poise(
                "image", Self.photo, "--json", "-", executor: .jit, fault: "zero", in: workspace)
            #expect(result.status == 0 && result.errors.isEmpty)
            #expect(result.output == (try await workspace.poise("image", Self.photo, "--json", "-")).output)
        }
    }
}
