import Foundation
import PoiseImaging
import PoiseMannequin
import PoiseImageFiles
import Testing
import PoiseTestSupport
import PoiseVideo

@Suite struct CheckCommandTests {
    private func report(_ data: Data) throws -> [String: Any] {
        let records = try jsonLines(data)
        try #require(records.count == 1)
        return records[0]
    }

    private func verdicts(_ report: [String: Any]) throws -> [String: String] {
        let lines = try #require(report["lines"] as? [[String: Any]])
        let pairs = lines.map { ($0["about"] as? String ?? "", $0["verdict"] as? String ?? "-") }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test("A video of a person is reported as text and as JSON")
    func person() async throws {
        try await withVideo { workspace in
            let result = try await workspace.poise("check", "squat.mp4", "--json", "report.json")
            #expect(result.status == 0 && result.errors.isEmpty)
            #expect(result.text.hasPrefix("squat.mp4: 12 frames, 0.5 s: "))
            let report = try report(try workspace.read("report.json"))
            let verdicts = try verdicts(report)
            #expect(verdicts["tracking"] == "good" && verdicts["people"] == "good" && verdicts["frames"] == "good")
            #expect(verdicts["sharpness"] == "good" && verdicts["light"] == "good" && verdicts["contrast"] == "good")
            // Half a second is too short for it.
            #expect(verdicts["jitter"] == "-")
            for (subject, verdict) in verdicts {
                #expect(result.text.contains(try Regex("(?m)^  \(subject) +\(verdict)")), "\(subject)")
            }
            let piped = try await workspace.poise("check", "squat.mp4", "--json", "-")
            #expect(piped.output == (try workspace.read("report.json")))
        }
    }

    @Test("A dark and blurred video is poor, with the reasons")
    func badPictures() async throws {
        try await withWorkspace { workspace in
            let dark = try Fixtures.squatting().map { image in
                try Image(
                    width: image.width, height: image.height, format: image.format, pixels: image.pixels.map { $0 / 8 })
            }
            try Fixtures.write(dark, at: Fixtures.times(12), to: workspace.url("dark.mp4"))
            let result = try await workspace.poise("check", "dark.mp4", "--json", "-")
            let verdicts = try verdicts(try report(result.output))
            #expect(result.status == 0)
            #expect(verdicts["light"] == "poor" && verdicts["contrast"] == "poor", "\(verdicts)")
        }
    }

    @Test("Repeated and missing frames are counted")
    func frameFaults() async throws {
        try await withWorkspace { workspace in
            let pictures = try Fixtures.squatting()
            // Each image twice; after the eighth frame two are missing.
            let times = (0..<12).map { Duration.milliseconds(40 * ($0 < 8 ? $0 : $0 + 2)) }
            try Fixtures.write(pictures.flatMap { [$0, $0] }, at: times, to: workspace.url("faulty.mp4"))
            let result = try await workspace.poise("check", "faulty.mp4", "--json", "-")
            let report = try report(result.output)
            let measures = try #require(report["measures"] as? [String: Any])
            // The first frame has none before it, the last none after it.
            #expect(measures["repeatedFrames"] as? Int == 4 || measures["repeatedFrames"] as? Int == 5)
            #expect(measures["missingFrames"] as? Int == 2)
            #expect(try verdicts(report)["frames"] == "poor")
        }
    }

    @Test("More people than expected are reported")
    func others() async throws {
        try await withWorkspace { workspace in
            try Fixtures.write([Fixtures.couple()], at: Fixtures.times(4), to: workspace.url("couple.mp4"))
            let alone = try await workspace.poise("check", "couple.mp4", "--json", "-")
            #expect(try verdicts(try report(alone.output))["people"] == "poor")
            let both = try await workspace.poise("check", "couple.mp4", "--people", "2", "--json", "-")
            #expect(try verdicts(try report(both.output))["people"] == "good")
        }
    }

    @Test("A video without people, and one of a single frame, are reported without a failure")
    func littleToSee() async throws {
        try await withWorkspace { workspace in
            let grey = try Image(width: 320, height: 240, filledWith: Color(red: 90, green: 90, blue: 90))
            try Fixtures.write([grey], at: Fixtures.times(5), to: workspace.url("empty.mp4"))
            let empty = try await workspace.poise("check", "empty.mp4")
            #expect(empty.status == 0 && empty.errors.isEmpty)
            #expect(empty.text.hasPrefix("empty.mp4: 5 frames, 0.2 s: poor\n"))
            #expect(empty.text.contains("no person in any frame"))
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(1), to: workspace.url("one.mp4"))
            let one = try await workspace.poise("check", "one.mp4")
            #expect(one.status == 0 && one.text.contains("there is a single frame"), "\(one.text)")
        }
    }

    @Test("Stored results get the same grades as the video, except for those that need images")
    func results() async throws {
        try await withVideo { workspace in
            _ = try await workspace.poise("video", "squat.mp4", "--people", "2", "--json", "squat.jsonl", "--quiet")
            let stored = try report(try await workspace.poise("check", "squat.jsonl", "--json", "-").output)
            let seen = try report(try await workspace.poise("check", "squat.mp4", "--json", "-").output)
            let (some, all) = try (verdicts(stored), verdicts(seen))
            #expect(Set(all.keys).subtracting(some.keys) == ["format", "sharpness", "light", "contrast"])
            for (subject, verdict) in some { #expect(all[subject] == verdict, "\(subject)") }
            let part = try await workspace.poise("check", "squat.jsonl", "--from", "0.2", "--to", "0.4")
            #expect(part.text.hasPrefix("squat.jsonl: 5 frames, 0.2 s: "), "\(part.text)")
        }
    }

    @Test(
        "Unusable inputs are reported in one sentence",
        arguments: [
            ("none.mp4", [], 66, "there is no such file"), ("text.txt", [], 65, "this is not a video"),
            ("nothing.mp4", [], 65, "the file is empty"), ("cut.mp4", [], 65, "the file is incomplete"),
            ("wrong.jsonl", [], 65, "line 1"), ("headless.jsonl", [], 65, "line 1"),
            ("squat.mp4", ["--from", "50"], 65, "no frames in this time range"),
            ("squat.mp4", ["--json", "nowhere/report.json"], 73, "there is no folder nowhere"),
            ("squat.mp4", ["--json", "squat.mp4"], 64, "overwrite"),
        ] as [(String, [String], Int32, String)])
    func wrongInput(name: String, options: [String], status: Int32, reason: String) async throws {
        try await withVideo { workspace in
            try workspace.write(Array("There is nothing to be seen here.\n".utf8), to: "text.txt")
            try workspace.write([], to: "nothing.mp4")
            try workspace.write(Array("{\"format\":\"other/9\"}\n".utf8), to: "wrong.jsonl")
            try workspace.write(Array("{\"frame\":0,\"time\":0,\"people\":[]}\n".utf8), to: "headless.jsonl")
            let whole = [UInt8](try workspace.read("squat.mp4"))
            try workspace.write(Array(whole.prefix(whole.count / 2)), to: "cut.mp4")
            let result = try await workspace.poise(["check", name] + options)
            let subject = options.first == "--json" ? options[1] : name
            expectFailure(result, status, naming: subject, reason)
            #expect(result.output.isEmpty)
        }
    }

    @Test("Ctrl-C gives the report on the frames up to then")
    func interruption() async throws {
        try await withWorkspace { workspace in
            try Fixtures.write(Fixtures.squatting(), at: Fixtures.times(900), to: workspace.url("squat.mp4"))
            let command = try RunningCommand(
                .poise, ["check", "squat.mp4", "--json", "report.json"], in: workspace.folder)
            try await Task.sleep(for: .seconds(2))
            command.interrupt()
            let result = try await command.result()
            #expect(result.status == 130, "\(result.errors)")
            // On a busy machine two seconds may not suffice for a frame.
            if result.errors == "poise: interrupted before the first frame\n" { return }
            let match = try #require(result.errors.wholeMatch(of: /poise: interrupted after (\d+) frames\n/))
            #expect(try report(try workspace.read("report.json"))["frames"] as? Int == Int(match.1))
        }
    }
}
