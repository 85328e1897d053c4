import Foundation
import PoiseImageFormats
import PoiseImaging
import PoiseImageFiles
import PoiseTestSupport
import Testing

/// A file of `Tests/Fixtures/stills`: one rendered image, encoded by `make_stills.py`.
struct StillFixture: Sendable, CustomTestStringConvertible {
    var name: String
    var format: ImageFileFormat
    /// The tolerance for its encoder: the mean difference of values, 0 to 255.
    var tolerance: Double
    /// Whether the image is stored in gray.
    var isGray = false

    var testDescription: String { name }

    private static let folder = Reference.packageFolder.appending(path: "Tests/Fixtures/stills")

    static let all: [StillFixture] = [
        StillFixture(name: "lossless.webp", format: .webp, tolerance: 0),
        StillFixture(name: "lossy.webp", format: .webp, tolerance: 3),
        StillFixture(name: "opacity.webp", format: .webp, tolerance: 3),
        StillFixture(name: "turned.webp", format: .webp, tolerance: 3),
        StillFixture(name: "animated.webp", format: .webp, tolerance: 3),
        StillFixture(name: "plain.heic", format: .heic, tolerance: 3),
        StillFixture(name: "ten-bits.heic", format: .heic, tolerance: 3),
        StillFixture(name: "opacity.heic", format: .heic, tolerance: 3),
        StillFixture(name: "grid.heic", format: .heic, tolerance: 3),
        StillFixture(name: "plain.avif", format: .avif, tolerance: 3),
        StillFixture(name: "ten-bits.avif", format: .avif, tolerance: 3),
        StillFixture(name: "opacity.avif", format: .avif, tolerance: 3),
        StillFixture(name: "turned.avif", format: .avif, tolerance: 3),
        StillFixture(name: "mirrored.avif", format: .avif, tolerance: 3),
        StillFixture(name: "grid.avif", format: .avif, tolerance: 3),
        StillFixture(name: "lzw.tiff", format: .tiff, tolerance: 0),
        StillFixture(name: "tiles.tiff", format: .tiff, tolerance: 0),
        StillFixture(name: "sixteen-bits.tiff", format: .tiff, tolerance: 0),
        StillFixture(name: "cmyk.tiff", format: .tiff, tolerance: 1),
        StillFixture(name: "palette.tiff", format: .tiff, tolerance: 3),
        StillFixture(name: "jpeg.tiff", format: .tiff, tolerance: 3),
        StillFixture(name: "gray.tiff", format: .tiff, tolerance: 1, isGray: true),
        StillFixture(name: "opacity.tiff", format: .tiff, tolerance: 0),
        StillFixture(name: "big-endian.tiff", format: .tiff, tolerance: 0),
        StillFixture(name: "turned.tiff", format: .tiff, tolerance: 0),
        StillFixture(name: "mirrored.tiff", format: .tiff, tolerance: 0),
        StillFixture(name: "thumbnail-first.tiff", format: .tiff, tolerance: 0),
        StillFixture(name: "plain.bmp", format: .bmp, tolerance: 0),
        StillFixture(name: "palette.bmp", format: .bmp, tolerance: 3),
        StillFixture(name: "opacity.bmp", format: .bmp, tolerance: 0),
        StillFixture(name: "plain.gif", format: .gif, tolerance: 3),
        StillFixture(name: "animated.gif", format: .gif, tolerance: 3),
        StillFixture(name: "lossless.jp2", format: .jpeg2000, tolerance: 0),
        StillFixture(name: "lossy.jp2", format: .jpeg2000, tolerance: 3),
        StillFixture(name: "codestream.j2k", format: .jpeg2000, tolerance: 0),
        StillFixture(name: "sixteen-bits.jp2", format: .jpeg2000, tolerance: 1),
        StillFixture(name: "gray.jp2", format: .jpeg2000, tolerance: 1, isGray: true),
    ]

    /// One file of each format, without the variants.
    static let ofEachFormat = all.filter {
        ["lossy.webp", "plain.heic", "plain.avif", "lzw.tiff", "plain.bmp", "plain.gif", "lossless.jp2"].contains(
            $0.name)
    }

    func bytes() throws -> [UInt8] { try Self.bytes(name) }

    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    /// Returns the image that all files show.
    static func original() throws -> Image { try Image(encoded: bytes("person.png")) }

    /// Returns the image that this file shows.
    func expected() throws -> Image {
        let original = try Self.original()
        guard isGray else { return original }
        var pixels = original.pixels
        for start in stride(from: 0, to: pixels.count, by: 3) {
            // The luma of BT.709, as computed by ImageMagick.
            let luma =
                0.2126 * Double(pixels[start]) + 0.7152 * Double(pixels[start + 1]) + 0.0722 * Double(pixels[start + 2])
            for channel in 0..<3 { pixels[start + channel] = UInt8(luma.rounded()) }
        }
        return try Image(width: original.width, height: original.height, format: .rgb, pixels: pixels)
    }
}

/// Returns the mean difference of the values of two images of one size.
func meanDifference(_ image: Image, _ other: Image) -> Double {
    let sum = zip(image.pixels, other.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(image.pixels.count)
}

/// Returns the reason why a file is refused; `nil` if it is read.
func refusal(_ bytes: [UInt8], maximumPixels: Int = 100_000) -> MediaError.Reason? {
    do throws(MediaError) {
        _ = try Image(encoded: bytes, maximumPixels: maximumPixels, decoders: .everyFormat)
        return nil
    } catch {
        return error.reason
    }
}
