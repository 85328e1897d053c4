import Foundation
import PoiseImaging
import PoiseImageFiles
import Testing

/// Tests that the benchmarks run and print the expected fields; durations are not tested.
@Suite struct BenchmarkTests {
    @Test(
        "Each benchmark prints one JSON object with the run information and plausible results",
        arguments: [
            ("operators", ["--runs", "1"]), ("networks", ["--runs", "1", "--threads", "1"]),
            ("frames", ["--runs", "1", "--warmup", "0", "--heights", "480"]),
            ("frames", ["--runs", "1", "--warmup", "0", "--levels"]),
            ("streams", ["--seconds", "0", "--streams", "2"]),
        ])
    func report(name: String, arguments: [String]) async throws {
        let result = try await run(name, arguments + ["--json"])
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        let records = try result.records()
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record["benchmark"] as? String == name)
        let stamp = try #require(record["stamp"] as? [String: Any])
        for key in ["commit", "processor", "executor", "openBLAS", "openBLASCore"] {
            #expect((stamp[key] as? String)?.isEmpty == false, "\(key)")
        }
        #expect(try #require(stamp["processors"] as? Int) >= 1)
        let rows = try #require(record["results"] as? [[String: Any]])
        #expect(!rows.isEmpty)
        for row in rows { try expectTimes(in: row) }
    }

    @Test("The operators add up to the multiplications of the networks")
    func multiplications() async throws {
        let record = try #require(try await run("operators", ["--runs", "1", "--json"]).records().first)
        let rows = try #require(record["results"] as? [[String: Any]])
        var sums: [String: Int] = [:]
        for row in rows {
            let network = try #require(row["network"] as? String)
            sums[network, default: 0] += (row["count"] as? Int ?? 0) * (row["flops"] as? Int ?? 0)
        }
        // Half of them are additions; the detector's enlargements come after their convolutions.
        let millions = sums.mapValues { ($0 + 1_000_000) / 2_000_000 }
        #expect(millions["landmarks-all"] == 386)
        #expect(try #require(millions["detector"]) < 430 - 40)
    }

    @Test func linesForPeers() async throws {
        let result = try await run("frames", ["--runs", "2", "--warmup", "0"])
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        let records = try result.records()
        let names = ["landmarks-all", "landmarks", "detector", "tracking", "image"]
        #expect(records.map { $0["name"] as? String } == names)
        for record in records {
            #expect(Set(record.keys) == ["name", "ms"])
            let times = try #require(record["ms"] as? [Double])
            #expect(times.count == 2 && times.allSatisfy { $0 > 0 })
        }
    }

    @Test("poise bench prints a line for each stage, and removes its temporary file")
    func stages() async throws {
        try await withWorkspace { workspace in
            let line = "TMPDIR=\"$PWD\" \"$0\" bench --runs 1 --threads 2"
            let result = try await workspace.shell(line)
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            let stages = [
                "decode the file", "detector input", "detector", "decoding, suppression", "crop", "landmarks",
                "decoding, heatmaps", "tracked frame", "still image", "start to first pose",
            ]
            let lines = result.text.split(separator: "\n")
            for stage in stages {
                let matching = lines.filter { $0.prefix(while: { !$0.isNumber }).trimming == stage }
                #expect(matching.count == 1, "\(stage)")
            }
            #expect(result.text.contains("threads: 2, runs: 1") && result.text.contains("1080 x 810"))
            #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 })
            #expect(workspace.contents.isEmpty)
        }
    }

    @Test func pictureWithoutPerson() async throws {
        try await withWorkspace { workspace in
            let blank = try Image(width: 320, height: 240, filledWith: .white)
            try workspace.write(try blank.pngData(), to: "empty.png")
            expectFailure(try await workspace.poise("bench", "empty.png"), 65, naming: "empty.png", "no person")
            try workspace.write([0xFF, 0xD8], to: "broken.jpg")
            expectFailure(try await workspace.poise("bench", "broken.jpg"), 65, naming: "broken.jpg")
            expectFailure(try await workspace.poise("bench", "none.png"), 66, naming: "none.png")
        }
    }

    private func run(_ name: String, _ arguments: [String]) async throws -> CommandResult {
        let program = URL.poise.deletingLastPathComponent().appending(path: "bench")
        return try await RunningCommand(program, [name] + arguments, in: FileManager.default.temporaryDirectory)
            .result()
    }

    /// Checks that every timing is of at least one run, and that its values are in order.
    private func expectTimes(in row: [String: Any]) throws {
        for case let timing as [String: Any] in row.values {
            #expect(try #require(timing["runs"] as? Int) >= 1)
            let keys = ["minimum", "median", "p95", "p99"]
            let times = try keys.map { try #require(timing[$0] as? Double) }
            #expect(times[0] > 0 && times == times.sorted(), "\(timing)")
        }
        for key in ["portable", "jit", "throughput"] {
            if let value = row[key] as? Double { #expect(value > 0, "\(key)") }
        }
    }
}

extension StringProtocol {
    fileprivate var trimming: String { trimmingCharacters(in: .whitespaces) }
}
