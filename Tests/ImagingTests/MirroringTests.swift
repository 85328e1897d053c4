import PoiseImaging
import Testing

@Suite struct MirroringTests {
    @Test("Mirroring exchanges left and right", arguments: Image.Format.allCases)
    func picture(format: Image.Format) throws {
        let (width, height, channels) = (3, 2, format.channels)
        let pixels = (0..<width * height * channels).map { UInt8($0) }
        let mirrored = try Image(width: width, height: height, format: format, pixels: pixels).mirrored()
        #expect(mirrored.width == width && mirrored.height == height && mirrored.format == format)
        for y in 0..<height {
            for x in 0..<width {
                let from = (y * width + x) * channels
                let to = (y * width + width - 1 - x) * channels
                #expect(mirrored.pixels[to..<to + channels] == pixels[from..<from + channels])
            }
        }
    }
}
