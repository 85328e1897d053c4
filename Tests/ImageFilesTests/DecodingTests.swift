import Foundation
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing

@Suite("Decoding")
struct DecodingTests {
    @Test("Every kind of JPEG and PNG has the pixels that OpenCV reads")
    func fixtures() throws {
        #expect(Fixtures.expected.count == 54)
        for (name, expected) in Fixtures.expected {
            let image = try Image(contentsOf: Fixtures.url(name))
            #expect(image.width == expected.width, "\(name)")
            #expect(image.height == expected.height, "\(name)")
            #expect(image.format == .rgb, "\(name)")
            #expect(sha256(image.pixels) == expected.sha256, "\(name)")
        }
    }

    @Test("Every EXIF orientation gives the same image", arguments: 1...8)
    func orientation(_ value: Int) throws {
        let drawing = try Image(contentsOf: Fixtures.url("rgb_8_bit.png"))
        let turned = try Image(contentsOf: Fixtures.url("exif_orientation_\(value).jpg"))
        #expect(meanDifference(drawing, turned) < 8)
    }

    @Test("The format is recognized by content, whatever the name")
    func nameDoesNotMatter() throws {
        try withTemporaryFolder { folder in
            let misnamed = folder.appending(path: "drawing.jpg")
            try FileManager.default.copyItem(at: Fixtures.url("rgb_8_bit.png"), to: misnamed)
            #expect(try Image(contentsOf: misnamed) == Image(contentsOf: Fixtures.url("rgb_8_bit.png")))
        }
    }

    @Test("Bytes in memory and a pipe give the same image as the file")
    func bytesAndPipe() throws {
        let image = try Image(contentsOf: Fixtures.url("rgb_420.jpg"))
        let bytes = try Fixtures.bytes("rgb_420.jpg")
        #expect(try Image(encoded: bytes) == image)
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
        try pipe.fileHandleForWriting.close()
        let path = "/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        #expect(try Image(contentsOf: URL(filePath: path)) == image)
    }

    @Test("The reference photos have the pixels of MediaPipe's input", .enabled(if: Reference.isAvailable))
    func referencePhotos() throws {
        struct Photo: Decodable {
            var file: String
            var width: Int
            var height: Int
            var rgbSha256: String
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let photos = try decoder.decode([Photo].self, from: Data(Reference.bytes("golden/photos_full.json")))
        #expect(photos.count == 42)
        for photo in photos {
            let image = try Image(contentsOf: Reference.file("photos/\(photo.file)"))
            #expect(image.width == photo.width && image.height == photo.height, "\(photo.file)")
            #expect(sha256(image.pixels) == photo.rgbSha256, "\(photo.file)")
        }
    }
}

/// Returns the mean absolute difference of the bytes of two images; infinite if their sizes or channels differ.
func meanDifference(_ one: Image, _ other: Image) -> Double {
    guard one.width == other.width, one.height == other.height, one.format == other.format else { return .infinity }
    let sum = zip(one.pixels, other.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(one.pixels.count)
}
