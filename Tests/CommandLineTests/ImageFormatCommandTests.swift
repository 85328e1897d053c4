import Foundation
import PoiseTestSupport
import Testing

/// `poise image` on images that are neither JPEG nor PNG.
@Suite struct ImageFormatCommandTests {
    @Test("Formats can be mixed, keep their order, and are recognized by content")
    func mixed() async throws {
        try await withWorkspace { workspace in
            let stills = ["plain.heic", "turned.webp", "person.png", "tiles.tiff", "animated.gif", "plain.bmp"]
            for name in stills { try workspace.write(Fixtures.bytes("stills/\(name)"), to: name) }
            try workspace.write(Fixtures.bytes("stills/lossless.jp2"), to: "wrong.jpg")
            let names = stills + ["wrong.jpg"]
            let result = try await workspace.poise(["image"] + names + ["--json", "-", "--draw", "drawn/"])
            #expect(result.status == 0)
            #expect(result.errors.isEmpty)
            let records = try result.records()
            #expect(records.map { $0["file"] as? String } == names)
            #expect(records.allSatisfy { $0["width"] as? Int == 128 && $0["height"] as? Int == 160 })
            #expect(records.allSatisfy { ($0["poses"] as? [Any])?.count == 1 })
            #expect(workspace.contents.contains("drawn"))
        }
    }

    @Test(
        "Standard input, as a pipe and as a file", arguments: ["plain.heic", "lossy.webp", "person.png"])
    func standardInput(name: String) async throws {
        try await withWorkspace { workspace in
            try workspace.write(Fixtures.bytes("stills/\(name)"), to: name)
            let fromFile = try await workspace.shell("\"$0\" image - < \(name)")
            #expect(fromFile.status == 0)
            #expect(fromFile.text.hasPrefix("-: 128 x 160 pixels, 1 person"))
            let fromPipe = try await workspace.shell("cat \(name) | \"$0\" image -")
            #expect(fromPipe.output == fromFile.output)
        }
    }

    @Test("A damaged file among others is reported with its name")
    func damaged() async throws {
        try await withWorkspace { workspace in
            try workspace.write(Array(Fixtures.bytes("stills/lossy.webp").dropLast(200)), to: "cut.webp")
            try workspace.write(Fixtures.bytes("stills/plain.avif"), to: "whole.avif")
            let result = try await workspace.poise(["image", "cut.webp", "whole.avif"])
            #expect(result.status == 65)
            #expect(
                result.errors == """
                    poise: cut.webp: the WebP data ends too soon: the file is incomplete
                    poise: 1 of 2 images failed

                    """)
            #expect(result.text.contains("whole.avif: 128 x 160 pixels, 1 person"))
        }
    }

    @Test("A damaged AV1 image is reported in one sentence; its decoder stays silent")
    func silence() async throws {
        try await withWorkspace { workspace in
            var bytes = try Fixtures.bytes("stills/plain.avif")
            let data = try #require(bytes.firstRange(of: Array("mdat".utf8))).upperBound
            for place in data..<data + 100 { bytes[place] = 0xFF }
            try workspace.write(bytes, to: "damaged.avif")
            expectFailure(try await workspace.poise("image", "damaged.avif"), 65, naming: "damaged.avif", "AVIF")
        }
    }

    @Test("A file that is no image is reported with its kind")
    func otherKinds() async throws {
        try await withWorkspace { workspace in
            for (start, reason) in [
                ("%PDF-1.7\n", "a PDF document"), ("\0\0\0\u{18}ftypisom\0\0\0\0isom", "an MP4 or QuickTime video"),
                ("8BPS\0\u{1}", "a Photoshop document"), ("<svg xmlns", "an SVG or XML document"),
            ] {
                try workspace.write(Array(start.utf8), to: "file.heic")
                let result = try await workspace.poise(["image", "file.heic"])
                expectFailure(result, 65, naming: "file.heic", "this is \(reason), not an image that can be read")
            }
        }
    }

    @Test("JPEG and PNG are read without the libraries of other formats")
    func libraries() async throws {
        try await withWorkspace { workspace in
            let result = try await workspace.shell("readelf -d \"$0\"")
            let needed = result.text.split(separator: "\n").filter { $0.contains("NEEDED") }
            #expect(needed.contains { $0.contains("libturbojpeg") })
            #expect(
                !needed.contains { line in
                    ["libav", "libswscale", "libheif", "libwebp", "libtiff"].contains { line.contains($0) }
                })
        }
    }
}
