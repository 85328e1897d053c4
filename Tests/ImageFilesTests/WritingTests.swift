import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing

@Suite("Writing")
struct WritingTests {
    private static func drawing() throws -> Image { try Image(contentsOf: Fixtures.url("rgb_8_bit.png")) }

    private static func error(_ body: () throws(MediaError) -> Void) -> MediaError? {
        do throws(MediaError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("PNG preserves every pixel", arguments: Image.Format.allCases)
    func losslessRoundTrip(format: Image.Format) throws {
        let image = try Self.drawing().converted(to: format)
        let file = try image.pngData()
        #expect(try Image(encoded: file) == image.converted(to: .rgb))
        // The color type in the header: gray, RGB, RGB and opacity.
        #expect(file[25] == [.grey: 0, .rgb: 2, .rgba: 6][format])
    }

    @Test("JPEG preserves pixels approximately", arguments: Image.Format.allCases)
    func lossyRoundTrip(format: Image.Format) throws {
        let image = try Self.drawing().converted(to: format)
        let good = try image.jpegData(quality: 95)
        let poor = try image.jpegData(quality: 20)
        #expect(try meanDifference(Image(encoded: good), image.converted(to: .rgb)) < 4)
        #expect(poor.count < good.count)
        let components = try #require(good.indices.first { good[$0...].starts(with: [0xFF, 0xC0]) }) + 9
        #expect(good[components] == (format == .grey ? 1 : 3))
    }

    @Test("An image too long for the format is refused")
    func tooLong() throws {
        let long = try Image(width: 70000, height: 1, filledWith: .white)
        guard
            case .cannotEncode(.jpeg, let detail) = Self.error({ () throws(MediaError) in _ = try long.jpegData() })?
                .reason
        else {
            Issue.record("a JPEG of 70,000 pixels was written")
            return
        }
        #expect(!detail.isEmpty)
        #expect(try Image(encoded: long.pngData()) == long)
        let longer = try Image(width: 1_000_001, height: 1, filledWith: .white)
        #expect(Self.error { () throws(MediaError) in _ = try longer.pngData() }?.kind == .cannotWrite)
    }

    @Test("The extension determines the format, unless the caller does")
    func extensions() throws {
        let image = try Self.drawing()
        try withTemporaryFolder { folder in
            for (name, format, first) in [
                ("a.png", nil, 0x89), ("a.PNG", nil, 0x89), ("a.jpg", nil, 0xFF), ("a.Jpeg", nil, 0xFF),
                ("b.jpg", ImageFileFormat.png, 0x89), ("b", .jpeg, 0xFF),
            ] as [(String, ImageFileFormat?, UInt8)] {
                let url = folder.appending(path: name)
                try image.write(to: url, as: format)
                #expect(try Data(contentsOf: url).first == first, "\(name)")
                #expect(try meanDifference(Image(contentsOf: url), image) < 4, "\(name)")
            }
            for name in ["a.gif", "png", "a."] {
                let url = folder.appending(path: name)
                let error = Self.error { () throws(MediaError) in try image.write(to: url) }
                #expect(error == MediaError(.unknownExtension, path: url.path))
                #expect(!FileManager.default.fileExists(atPath: url.path))
            }
        }
    }

    @Test("An output that cannot be written gives the reason, and stays unchanged")
    func unwritable() throws {
        let image = try Self.drawing()
        try withTemporaryFolder { folder in
            let missing = folder.appending(path: "missing/a.png")
            #expect(Self.error { () throws(MediaError) in try image.write(to: missing) }?.kind == .cannotWrite)
            let occupied = folder.appending(path: "folder.png")
            try FileManager.default.createDirectory(at: occupied, withIntermediateDirectories: false)
            #expect(Self.error { () throws(MediaError) in try image.write(to: occupied) }?.kind == .cannotWrite)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["folder.png"])
        }
        // Not even the superuser can create files there.
        let kernel = URL(filePath: "/proc/a.png")
        #expect(Self.error { () throws(MediaError) in try image.write(to: kernel) }?.kind == .cannotWrite)
        let remote = try #require(URL(string: "https://example.com/a.jpg"))
        #expect(Self.error { () throws(MediaError) in try image.write(to: remote) }?.kind == .cannotWrite)
    }

    @Test("A full disk is an error")
    func fullDisk() throws {
        let image = try Self.drawing()
        let full = URL(filePath: "/dev/full")
        let error = Self.error { () throws(MediaError) in try image.write(to: full, as: .png) }
        #expect(error?.kind == .inputOutput)
        #expect(error?.path == "/dev/full")
    }
}
