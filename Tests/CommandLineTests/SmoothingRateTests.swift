import Foundation
import PoiseImaging
import PoiseImageFiles
import Testing
import PoiseVideo

/// `--smooth butterworth` on videos with a low frame rate or uneven times.
@Suite struct SmoothingRateTests {
    private static let earlier = Array("what an earlier run wrote\n".utf8)

    @Test(
        "A frame rate that is too low is refused before the first frame",
        arguments: [
            (30, 30, ["--every", "3"], "10 Hz"), (30, 30, ["--every", "100ms"], "10 Hz"), (10, 30, [], "10 Hz"),
            (10, 75, [], "10 Hz"), (25, 30, ["--every", "3", "--from", "0.2"], "8.3 Hz"),
        ] as [(Int, Int, [String], String)])
    func tooSlow(rate: Int, stated: Int, options: [String], text: String) async throws {
        try await withWorkspace { workspace in
            let times = (0..<30).map { Duration.microseconds($0 * 1_000_000 / rate) }
            try Fixtures.write(
                Fixtures.squatting(), at: times, to: workspace.url("a.mp4"), frameRate: Double(stated))
            for name in ["a.jsonl", "drawn.mp4"] { try workspace.write(Self.earlier, to: name) }
            let result = try await workspace.poise(
                ["video", "a.mp4", "--smooth", "butterworth", "--json", "a.jsonl", "--draw", "drawn.mp4"] + options)
            expectFailure(result, 65, naming: "a.mp4", "the sampling rate of \(text);")
            for name in ["a.jsonl", "drawn.mp4"] { #expect(try workspace.read(name) == Data(Self.earlier)) }
            #expect(workspace.contents == ["a.mp4", "a.jsonl", "drawn.mp4"])
        }
    }

    @Test("Frames at uneven times are smoothed", arguments: [[30, 10], [24, 31, 27], [10, 30, 10]])
    func uneven(rates: [Int]) async throws {
        try await withWorkspace { workspace in
            var times: [Duration] = [.zero]
            for rate in rates {
                for _ in 0..<15 { times.append(times[times.count - 1] + .microseconds(1_000_000 / rate)) }
            }
            try Fixtures.write(Fixtures.squatting(), at: times, to: workspace.url("a.mp4"))
            let result = try await workspace.poise("video", "a.mp4", "--smooth", "butterworth", "--json", "a.jsonl")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try jsonLines(workspace.read("a.jsonl")).count == times.count + 1)
        }
    }

    @Test("If the low rate is known only after decoding, frames are written unsmoothed")
    func onlyFramesTell() async throws {
        try await withWorkspace { workspace in
            // Raw images state no times; 25 per second are assumed.
            let image = try Image(width: 64, height: 48, filledWith: .white).jpegData()
            try workspace.write((0..<6).flatMap { _ in image }, to: "a.mjpeg")
            for name in ["a.jsonl", "drawn.mp4"] { try workspace.write(Self.earlier, to: name) }
            let result = try await workspace.poise(
                "video", "a.mjpeg", "--smooth", "butterworth", "--every", "3", "--json", "a.jsonl")
            expectFailure(result, 65, naming: "a.mjpeg", "8.3 Hz; what was done is in a.partial.jsonl")
            #expect(try workspace.read("a.jsonl") == Data(Self.earlier))
            #expect(try jsonLines(workspace.read("a.partial.jsonl")).count == 3)
            let plain = try await workspace.poise(
                "video", "a.mjpeg", "--smooth", "none", "--every", "3", "--json", "-", "--quiet")
            #expect(try plain.output == workspace.read("a.partial.jsonl"))
        }
    }
}
