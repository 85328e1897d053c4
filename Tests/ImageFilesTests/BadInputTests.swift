import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
    private static func reason(_ bytes: [UInt8], maximumPixels: Int = 1_000_000) -> MediaError.Reason? {
        do throws(MediaError) {
            _ = try Image(encoded: bytes, maximumPixels: maximumPixels)
            return nil
        } catch {
            return error.reason
        }
    }

    private static func error(_ url: URL, maximumPixels: Int = Image.defaultMaximumPixels) -> MediaError? {
        do throws(MediaError) {
            _ = try Image(contentsOf: url, maximumPixels: maximumPixels)
            return nil
        } catch {
            return error
        }
    }

    @Test("No bytes")
    func empty() {
        #expect(Self.reason([]) == .empty)
    }

    @Test(
        "Other formats need a decoder",
        arguments: [
            ("GIF89a and more", .gif), ("RIFF\u{1}\u{1}\u{1}\u{1}WEBPVP8 ", .webp), ("II*\0\u{8}\0\0\0", .tiff),
            ("MM\0*\0\0\0\u{8}", .tiff), ("BM6\u{1}\0\0", .bmp), ("\0\0\0\u{C}jP  ", .jpeg2000),
            ("\0\0\0\u{18}ftypheic\0\0\0\0", .heic), ("\0\0\0\u{18}ftypmif1\0\0\0\0heicmif1", .heic),
            ("\0\0\0\u{1C}ftypavif\0\0\0\0", .avif), ("\0\0\0\u{18}ftypmif1\0\0\0\0mif1avif", .avif),
        ] as [(String, ImageFileFormat)])
    func otherFormats(beginning: String, format: ImageFileFormat) {
        #expect(Self.reason(Array(beginning.utf8)) == .needsDecoder(format))
    }

    @Test(
        "A file that is no image is named by its kind",
        arguments: [
            ("%PDF-1.7\n", "a PDF document"), ("\0\0\0\u{18}ftypisom\0\0\0\0isommp41", "an MP4 or QuickTime video"),
            ("RIFF\u{1}\u{1}\u{1}\u{1}AVI LIST", "an AVI video"), ("just some text", nil), ("x", nil), ("RIFF", nil),
        ])
    func otherKinds(beginning: String, name: String?) {
        #expect(Self.reason(Array(beginning.utf8)) == .unsupported(recognized: name))
    }

    @Test("A given decoder reads the formats that it recognizes, except JPEG and PNG")
    func givenDecoder() throws {
        struct OnePixel: ImageDecoder {
            func recognizes(_ beginning: [UInt8]) -> Bool { true }
            func image(_ file: [UInt8], maximumPixels: Int) throws(MediaError) -> Image {
                guard let image = try? Image(width: 1, height: 1, format: .rgb, pixels: Array(file.suffix(3))) else {
                    throw MediaError(.malformed(ImageFileFormat("one pixel"), detail: "too short"))
                }
                return image
            }
        }
        #expect(try Image(encoded: [1, 2, 3, 4], decoders: [OnePixel()]).pixels == [2, 3, 4])
        #expect(throws: MediaError(.malformed(ImageFileFormat("one pixel"), detail: "too short"))) {
            try Image(encoded: [1, 2], decoders: [OnePixel()])
        }
        #expect(try Image(contentsOf: Fixtures.url("rgb_444.jpg"), decoders: [OnePixel()]).width == 45)
    }

    @Test("Bytes that only begin like an image")
    func magicOnly() throws {
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF]
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        #expect(Self.reason(jpeg) == .truncated(.jpeg))
        #expect(Self.reason(png) == .truncated(.png))
        #expect(Self.reason(Array(jpeg.dropLast())) == .unsupported(recognized: nil))
        #expect(Self.reason(Array(png.dropLast())) == .unsupported(recognized: nil))
        for text in [jpeg, png].map({ $0 + Array("0123456789 and so on, long enough".utf8) }) {
            guard case .malformed = Self.reason(text) else {
                Issue.record("\(String(describing: Self.reason(text)))")
                continue
            }
        }
    }

    @Test(
        "A file truncated anywhere is reported as incomplete",
        arguments: [
            "rgb_444.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "exif_orientation_6.jpg", "rgb_8_bit.png",
            "rgb_16_bit_interlaced.png", "palette_4_bit_transparent.png", "exif_orientation_6.png",
        ])
    func truncated(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        let format: ImageFileFormat = name.hasSuffix("jpg") ? .jpeg : .png
        for count in 8..<bytes.count {
            let reason = Self.reason(Array(bytes[..<count]))
            #expect(reason == .truncated(format), "\(count) of \(bytes.count) bytes")
        }
    }

    @Test(
        "Damaged and unsupported images are refused",
        arguments: [
            "12_bit.jpg", "data_missing.jpg", "too_little_data.png", "no_palette.png",
        ])
    func damaged(name: String) throws {
        guard case .malformed(_, let detail) = Self.reason(try Fixtures.bytes(name)) else {
            Issue.record("\(String(describing: Self.reason(try Fixtures.bytes(name))))")
            return
        }
        #expect(!detail.isEmpty)
    }

    @Test("A JPEG file that lacks its end is incomplete")
    func noEnd() throws {
        #expect(Self.reason(try Fixtures.bytes("no_end.jpg")) == .truncated(.jpeg))
    }

    @Test("A huge image is refused by its header")
    func tooManyPixels() {
        #expect(
            Self.error(Fixtures.url("huge_header.png"))?.reason
                == .tooManyPixels(width: 30000, height: 30000, maximum: 100_000_000))
        #expect(
            Self.error(Fixtures.url("huge_header.jpg"))?.reason
                == .tooManyPixels(width: 65500, height: 65500, maximum: 100_000_000))
    }

    @Test("The limit on pixels is inclusive, and any number is allowed")
    func limit() throws {
        let bytes = try Fixtures.bytes("rgb_444.jpg")
        #expect(Self.reason(bytes, maximumPixels: 45 * 29) == nil)
        #expect(
            Self.reason(bytes, maximumPixels: 45 * 29 - 1) == .tooManyPixels(width: 45, height: 29, maximum: 1304))
        #expect(Self.reason(bytes, maximumPixels: .max) == nil)
        #expect(Self.error(Fixtures.url("rgb_444.jpg"), maximumPixels: .max) == nil)
        #expect(Self.error(Fixtures.url("rgb_444.jpg"), maximumPixels: .min)?.kind == .badData)
    }

    @Test("A file of absurd length is not read")
    func tooManyBytes() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "sparse.jpg")
            try Data(Fixtures.bytes("rgb_444.jpg")).write(to: url)
            let file = try FileHandle(forWritingTo: url)
            // `AtomicFileTests` limits the size of files in the whole process for a moment.
            while ftruncate(file.fileDescriptor, 1 << 40) != 0 {
                try #require(errno == EFBIG)
                usleep(1000)
            }
            try file.close()
            #expect(Self.error(url)?.reason == .tooManyBytes(maximum: 800_000_000 + 64 << 20))
        }
        #expect(Self.error(URL(filePath: "/dev/zero"))?.reason == .unsupported(recognized: nil))
    }

    @Test(
        "Flipped bits give an image or an error",
        arguments: [
            "rgb_420.jpg", "progressive.jpg", "cmyk.jpg", "arithmetic.jpg", "exif_orientation_6.jpg",
            "rgb_interlaced.png",
            "palette_4_bit_transparent.png", "exif_orientation_6.png",
        ])
    func flippedBits(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        var random = SplitMix(state: 20)
        var refused = 0
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            // Every chunk of a PNG file has a checksum; with it corrected, damage reaches later stages.
            if name.hasSuffix("png"), Bool.random(using: &random) { correctChecksums(&damaged) }
            do throws(MediaError) {
                let image = try Image(encoded: damaged, maximumPixels: 100_000)
                #expect(image.pixels.count == image.width * image.height * 3)
            } catch {
                #expect(error.kind == .badData && !error.description.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 200, "most damage is noticed")
    }

    @Test("A missing file, a folder and a network address")
    func noInput() {
        let missing = Self.error(Fixtures.url("missing.png"))
        #expect(missing?.reason == .notFound)
        #expect(missing?.kind == .noInput)
        #expect(missing?.description.hasSuffix("images/missing.png: there is no such file") == true)
        #expect(Self.error(Fixtures.url("rgb_444.jpg/below"))?.reason == .notFound)
        #expect(Self.error(Fixtures.folder)?.reason == .isFolder)
        let remote = URL(string: "https://example.com/a.jpg")
        #expect(remote.flatMap { Self.error($0) }?.reason == .notAFile)
    }

    @Test("A file without permission to read", .enabled(if: getuid() != 0, "the superuser may read everything"))
    func unreadable() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "secret.png")
            try Data(Fixtures.bytes("one_pixel.png")).write(to: url)
            chmod(url.path, 0)
            #expect(Self.error(url)?.kind == .noInput)
        }
    }

    @Test("A file that the system opens for no user")
    func cannotOpen() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "loop.png")
            try FileManager.default.createSymbolicLink(at: url, withDestinationURL: url)
            guard case .cannotOpen = Self.error(url)?.reason else {
                Issue.record("\(String(describing: Self.error(url)))")
                return
            }
        }
    }

    @Test("A device that fails during reading")
    func readFails() {
        // The first page of a process is never mapped.
        let error = Self.error(URL(filePath: "/proc/self/mem"))
        #expect(error?.kind == .inputOutput)
    }
}

/// Writes the correct CRC-32 after every chunk of a PNG file, as far as its lengths are valid.
private func correctChecksums(_ png: inout [UInt8]) {
    var start = 8
    while start + 12 <= png.count {
        let length = png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        let end = start + 8 + length
        guard end + 4 <= png.count else { return }
        var checksum: UInt32 = ~0
        for byte in png[start + 4..<end] {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        for place in 0..<4 { png[end + place] = UInt8(truncatingIfNeeded: ~checksum >> UInt32(24 - 8 * place)) }
        start = end + 4
    }
}

/// SplitMix64 by Steele, Lea and Flood: random numbers that are equal in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
