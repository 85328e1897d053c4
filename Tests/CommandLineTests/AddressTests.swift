import Foundation
import Testing

/// Inputs named by addresses, and times of videos.
@Suite struct AddressTests {
    @Test("An address of a local file is read as the file", arguments: ["file://", "FILE://", "file://localhost"])
    func local(prefix: String) async throws {
        try await withVideo { workspace in
            let folder = workspace.url("a #?%41 写").path
            try workspace.write(try Fixtures.person(), to: "a #?%41 写/person.png")
            try workspace.write(Array("{\"person.png\":[]}".utf8), to: "a #?%41 写/truth.json")
            try FileManager.default.moveItem(at: workspace.url("squat.mp4"), to: workspace.url("a #?%41 写/squat.mp4"))
            let address = prefix + folder.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)!
            let image = try await workspace.poise("image", address + "/person.png", "--json", "a.jsonl")
            #expect(image.status == 0, "\(image.errors)")
            #expect(try jsonLines(workspace.read("a.jsonl"))[0]["file"] as? String == folder + "/person.png")
            for arguments in [
                ["video", address + "/squat.mp4", "--json", "v.jsonl", "--quiet"],
                ["check", address + "/squat.mp4", "--quiet"],
                ["draw", address + "/squat.mp4", "v.jsonl", "drawn.mp4", "--quiet"],
                ["score", "a.jsonl", address + "/truth.json"],
                ["image", folder + "/person.png", "--model", "file://" + Fixtures.fullModel.path],
                ["inspect", "file://" + Fixtures.fullModel.path],
            ] {
                let result = try await workspace.poise(arguments)
                #expect(result.status == 0 && result.errors.isEmpty, "\(arguments): \(result.errors)")
            }
        }
    }

    @Test(
        "For other addresses the error states what to do instead",
        arguments: ["https://example.org/a.mp4", "http://example.org", "rtsp://camera/stream", "ftp://a/b.png"])
    func remote(address: String) async throws {
        try await withWorkspace { workspace in
            for arguments in [
                ["image", address], ["video", address], ["check", address], ["draw", address, "a.jsonl", "a.mp4"],
                ["score", address, address], ["inspect", address], ["image", address, "--json", "-"],
            ] {
                let result = try await workspace.poise(arguments)
                expectFailure(result, 66, naming: address, "download it, or use 'poise live' for streams")
                #expect(workspace.contents.isEmpty)
            }
        }
    }

    @Test(
        "Addresses of remote files, and malformed addresses, are refused",
        arguments: [
            "file://server/a.png", "file:///a%zz.png", "file:///a%2", "file:///a%00b", "file:///%FF", "file://",
        ])
    func malformed(address: String) async throws {
        try await withWorkspace { workspace in
            for command in ["image", "video", "check"] {
                let result = try await workspace.poise(command, address)
                expectFailure(result, 66, naming: address, "no address of a file on this machine")
            }
        }
    }

    @Test(
        "Times are seconds, optionally with minutes and hours",
        arguments: [
            ("0.2", 7), ("0.2s", 7), ("200ms", 7), ("0:00.2", 7), ("00:00:00.2", 7), ("0", 12), ("00:00", 12),
            ("0.44", 1),
        ])
    func times(from: String, frames: Int) async throws {
        try await withVideo { workspace in
            let result = try await workspace.poise("video", "squat.mp4", "--from", from, "--json", "-", "--quiet")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try result.records().count == frames + 1)
        }
    }

    @Test("Minutes and hours count", arguments: [("1:00", 60), ("90", 90), ("1:30", 90), ("01:00:01.5", 3601.5)])
    func longTimes(time: String, seconds: Double) async throws {
        try await withVideo { workspace in
            let header = try await workspace.poise("video", "squat.mp4", "--to", "0.01", "--json", "-", "--quiet")
                .output
            let lines = [seconds - 0.25, seconds, seconds + 0.25].enumerated().map {
                "{\"frame\":\($0 + 1),\"people\":[],\"time\":\($1)}\n"
            }
            try workspace.write([UInt8](header) + lines.joined().utf8, to: "a.jsonl")
            for (option, count) in [("--from", 2), ("--to", 2)] {
                let result = try await workspace.poise("check", "a.jsonl", option, time, "--json", "-")
                #expect(try jsonLines(result.output)[0]["frames"] as? Int == count, "\(result.errors)")
            }
        }
    }

    @Test("One frame per time interval is processed, and the rates match", arguments: ["0.12s", "120ms", "3"])
    func intervals(every: String) async throws {
        try await withVideo { workspace in
            let result = try await workspace.poise(
                "video", "squat.mp4", "--every", every, "--json", "-", "--draw", "drawn.mp4", "--quiet")
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            let records = try result.records()
            #expect(records.dropFirst().compactMap { $0["time"] as? Double } == [0, 0.12, 0.24, 0.36])
            let rate = try #require(records[0]["framesPerSecond"] as? Double)
            #expect(abs(rate - 25.0 / 3) < 1e-3)
            #expect(
                try await workspace.frames("drawn.mp4").map(\.time) == [0, 120, 240, 360].map { .milliseconds($0) })
            let check = try await workspace.poise("check", "squat.mp4", "--every", every)
            #expect(check.text.contains("25.0 frames a second"), "the video's own rate is judged: \(check.text)")
        }
    }

    @Test("A time beyond every video selects no frame; one beyond the clock is refused")
    func hugeTimes() async throws {
        try await withVideo { workspace in
            let header = try await workspace.poise("video", "squat.mp4", "--to", "0.01", "--json", "-", "--quiet")
                .output
            for (time, file) in [("8e9", "late.jsonl"), ("1e300", "never.jsonl")] {
                try workspace.write([UInt8](header) + "{\"frame\":1,\"people\":[],\"time\":\(time)}\n".utf8, to: file)
            }
            let drawn = try await workspace.poise("draw", "squat.mp4", "late.jsonl", "a.mp4")
            expectFailure(drawn, 65, naming: "late.jsonl", "has no frame at 8000000000 s")
            #expect(try await workspace.poise("check", "late.jsonl", "--every", "1s").status == 0)
            for command in [["draw", "squat.mp4", "never.jsonl", "a.mp4"], ["check", "never.jsonl", "--every", "1s"]] {
                let refused = try await workspace.poise(command)
                expectFailure(refused, 65, naming: "never.jsonl", "line 3: a frame cannot be at 1e+300 s")
            }
        }
    }
}
