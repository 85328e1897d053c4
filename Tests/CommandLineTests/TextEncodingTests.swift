import Foundation
import Testing

/// JSON from other programs: with a byte order mark, other line ends, another encoding.
@Suite struct TextEncodingTests {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private func variants(_ bytes: Data) -> [[UInt8]] {
        let text = String(decoding: bytes, as: UTF8.self)
        let crlf = text.replacing("\n", with: "\r\n")
        return [Self.mark + bytes, Array(crlf.utf8), Self.mark + crlf.utf8]
    }

    private func utf16(_ bytes: Data) -> [[UInt8]] {
        let units = Array(String(decoding: bytes, as: UTF8.self).utf16)
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big]
    }

    @Test("Results of a video are read with byte order marks and line ends; UTF-16 is refused by name")
    func results() async throws {
        try await withVideo { workspace in
            let lines = try await workspace.poise("video", "squat.mp4", "--json", "-", "--quiet").output
            try workspace.write([UInt8](lines), to: "a.jsonl")
            let expected = try await workspace.poise("check", "a.jsonl")
            for variant in variants(lines) {
                try workspace.write(variant, to: "a.jsonl")
                #expect(try await workspace.poise("check", "a.jsonl").output == expected.output)
                let drawn = try await workspace.poise("draw", "squat.mp4", "a.jsonl", "a.mp4", "--quiet")
                #expect(drawn.status == 0 && drawn.errors.isEmpty, "\(drawn.errors)")
            }
            for variant in utf16(lines) {
                try workspace.write(variant, to: "a.jsonl")
                for arguments in [["check", "a.jsonl"], ["draw", "squat.mp4", "a.jsonl", "b.mp4"]] {
                    expectFailure(try await workspace.poise(arguments), 65, naming: "a.jsonl", "the text is UTF-16")
                }
            }
        }
    }

    @Test("Records and truths are read with byte order marks and line ends; UTF-16 is refused by name")
    func truths() async throws {
        try await withWorkspace { workspace in
            try workspace.write(try Fixtures.person(), to: "a.png")
            let records = try await workspace.poise("image", "a.png", "a.png", "--json", "-").output
            let truth = Data("{\n\"a.png\": [{\"bbox\": [0, 0, 9, 9], \"joints\": {}}]\n}\n".utf8)
            func score(_ records: [UInt8], _ truth: [UInt8]) async throws -> CommandResult {
                try workspace.write(records, to: "a.jsonl")
                try workspace.write(truth, to: "truth.json")
                return try await workspace.poise("score", "a.jsonl", "truth.json", "--json", "-")
            }
            // An image must not be in the results twice.
            let one = records.split(separator: 0x0A)[0] + [0x0A]
            let expected = try await score([UInt8](one), [UInt8](truth))
            #expect(expected.status == 0, "\(expected.errors)")
            for (records, truth) in zip(variants(one), variants(truth)) {
                let result = try await score(records, truth)
                #expect(result.output == expected.output && result.status == 0, "\(result.errors)")
            }
            for (records, wrong) in zip(utf16(one), utf16(truth)) {
                expectFailure(
                    try await score(records, [UInt8](truth)), 65, naming: "a.jsonl", "the text is UTF-16")
                expectFailure(try await score([UInt8](one), wrong), 65, naming: "truth.json", "the text is UTF-16")
            }
        }
    }
}
