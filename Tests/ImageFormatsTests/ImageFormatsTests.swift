import Foundation
import PoiseImageFormats
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing

@Suite("Images of other formats")
struct ImageFormatsTests {
    @Test("Every variant of every format shows the upright image", arguments: StillFixture.all)
    func reading(still: StillFixture) throws {
        let bytes = try still.bytes()
        #expect(ImageFileFormat(recognizing: bytes) == still.format)
        let image = try Image(encoded: bytes, decoders: .everyFormat)
        let expected = try still.expected()
        #expect(image.format == .rgb)
        try #require(image.width == expected.width && image.height == expected.height)
        #expect(meanDifference(image, expected) <= still.tolerance)
    }

    @Test("The image is not symmetric, so that a wrong orientation is detected")
    func asymmetry() throws {
        let original = try StillFixture.original()
        #expect(meanDifference(original, original.mirrored()) > 6)
    }

    @Test("The limit on pixels is inclusive, and checked by the stored size", arguments: StillFixture.ofEachFormat)
    func limit(still: StillFixture) throws {
        let bytes = try still.bytes()
        #expect(refusal(bytes, maximumPixels: 128 * 160) == nil)
        #expect(
            refusal(bytes, maximumPixels: 128 * 160 - 1)
                == .tooManyPixels(width: 128, height: 160, maximum: 128 * 160 - 1))
    }

    @Test("A file truncated before the end of its pixels is refused", arguments: StillFixture.ofEachFormat)
    func truncated(still: StillFixture) throws {
        let bytes = try still.bytes()
        for share in 1...9 {
            let part = Array(bytes[..<max(bytes.count * share / 10, ImageFileFormat.signatureLength)])
            switch refusal(part) {
            case .truncated(still.format), .malformed(still.format, _): break
            case let reason: Issue.record("\(share) tenths: \(String(describing: reason))")
            }
        }
    }

    @Test("A header that states gigabytes is refused before memory is allocated")
    func hugeHeaders() throws {
        // The offsets of the sizes in these files: width, then height.
        let side = 12000
        let huge = MediaError.Reason.tooManyPixels(width: side, height: side, maximum: 100_000)
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: side >> (8 * $0)) } }
        var bmp = try StillFixture.bytes("plain.bmp")
        bmp.replaceSubrange(18..<26, with: bytes(4) + bytes(4))
        #expect(refusal(bmp) == huge)
        var gif = try StillFixture.bytes("plain.gif")
        gif.replaceSubrange(6..<10, with: bytes(2) + bytes(2))
        #expect(refusal(gif) == huge)
        var jpeg2000 = try StillFixture.bytes("codestream.j2k")
        // The reference grid and the tile (ITU-T T.800, A.5.1).
        for place in [8, 12, 24, 28] { jpeg2000.replaceSubrange(place..<place + 4, with: bytes(4).reversed()) }
        #expect(refusal(jpeg2000) == huge)
        #expect(refusal(Self.tiff(side: UInt32(side))) == huge)
        var webp = try StillFixture.bytes("lossy.webp")
        webp.replaceSubrange(26..<30, with: [0xFF, 0x3F, 0xFF, 0x3F])
        #expect(refusal(webp) == .tooManyPixels(width: 16383, height: 16383, maximum: 100_000))
    }

    @Test("Raw sensor data of a camera is no image")
    func raw() {
        let version: (UInt16, UInt16, UInt32, UInt32) = (50706, 1, 4, 0x0000_0401)
        #expect(
            refusal(Self.tiff(side: 16, further: [version])) == .unsupported(recognized: "a camera's raw image (DNG)"))
    }

    @Test("Damage never ends the process", arguments: StillFixture.all)
    func mutations(still: StillFixture) throws {
        let rounds = ProcessInfo.processInfo.environment["MUTATIONS"].flatMap { Int($0) } ?? 40
        var mutation = Mutation(of: try still.bytes(), seed: 13)
        let counts = mutation.run(rounds) { bytes in
            do throws(MediaError) {
                let image = try Image(encoded: bytes, maximumPixels: 1_000_000, decoders: .everyFormat)
                #expect(image.pixels.count == image.width * image.height * 3)
            } catch {
                #expect(error.kind == .badData && !error.description.isEmpty)
                throw error
            }
        }
        #expect(counts.loaded + counts.refused == rounds)
    }

    @Test("No decoder recognizes another format", arguments: StillFixture.ofEachFormat)
    func oneDecoder(still: StillFixture) throws {
        let beginning = Array(try still.bytes().prefix(ImageFileFormat.signatureLength))
        #expect([any ImageDecoder].everyFormat.count(where: { $0.recognizes(beginning) }) == 1)
        let png = Array(try StillFixture.bytes("person.png").prefix(ImageFileFormat.signatureLength))
        #expect(![any ImageDecoder].everyFormat.contains { $0.recognizes(png) })
    }

    @Test("A file of another name is read by its content")
    func wrongName() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "photo.jpg")
            try Data(StillFixture.bytes("plain.heic")).write(to: url)
            let image = try Image(contentsOf: url, decoders: .everyFormat)
            #expect(image.width == 128 && image.height == 160)
            let error = #expect(throws: MediaError.self) { try Image(contentsOf: url) }
            #expect(error == MediaError(.needsDecoder(.heic), path: url.path))
        }
    }

    /// Returns a little-endian TIFF file of one gray image without pixels; further entries have tag, type, count and value.
    private static func tiff(
        side: UInt32, further: [(tag: UInt16, type: UInt16, count: UInt32, value: UInt32)] = []
    ) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        let sizes: [(tag: UInt16, value: UInt32)] = [
            (256, side), (257, side), (258, 8), (262, 1), (273, 200), (277, 1), (278, side), (279, side &* side),
        ]
        let entries = sizes.map { (tag: $0.tag, type: UInt16(4), count: UInt32(1), value: $0.value) } + further
        var file: [UInt8] = Array("II*\0".utf8) + bytes(UInt32(8)) + bytes(UInt16(entries.count))
        for entry in entries { file += bytes(entry.tag) + bytes(entry.type) + bytes(entry.count) + bytes(entry.value) }
        return file + bytes(UInt32(0))
    }
}
