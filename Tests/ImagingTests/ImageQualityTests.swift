import PoiseImaging
import Testing
import PoiseTestSupport

@Suite struct PictureQualityTests {
    private func picture(_ width: Int, _ height: Int, _ level: (Int, Int) -> Int) throws -> Image {
        try Image(
            width: width, height: height, format: .grey,
            pixels: (0..<width * height).map { UInt8(level($0 % width, $0 / width)) })
    }

    /// Returns moving means of the image with the given reach, along the rows and then along the columns.
    private func blurred(_ image: Image, reach: Int) throws -> Image {
        func mean(_ source: Image, _ dx: Int, _ dy: Int) throws -> Image {
            try picture(source.width, source.height) { x, y in
                let sum = (-reach...reach).reduce(0) { sum, step in
                    let column = min(max(x + step * dx, 0), source.width - 1)
                    let row = min(max(y + step * dy, 0), source.height - 1)
                    return sum + Int(source.pixels[row * source.width + column])
                }
                return sum / (2 * reach + 1)
            }
        }
        return try mean(mean(image, 1, 0), 0, 1)
    }

    /// Squares of 12 pixels: edges with room between them. Means of noise are again noise from neighbor to neighbor.
    private func squares() throws -> Image {
        var generator = SplitMix64(seed: 8)
        let levels = (0..<80).map { _ in Int.random(in: 20...230, using: &generator) }
        return try picture(120, 96) { x, y in levels[y / 12 * 10 + x / 12] }
    }

    private func noise(_ width: Int = 120, _ height: Int = 90) throws -> Image {
        var generator = SplitMix64(seed: 2)
        return try picture(width, height) { _, _ in Int.random(in: 20...230, using: &generator) }
    }

    @Test func blurRisesWithBlur() throws {
        let sharp = try squares()
        let blurs = try [0, 1, 2, 4, 8].map { try blurred(sharp, reach: $0).quality?.blur ?? .nan }
        #expect(zip(blurs, blurs.dropFirst()).allSatisfy { $0 < $1 }, "\(blurs)")
        #expect(blurs[0] < 0.15 && blurs[4] > 0.6)
    }

    @Test func blurOfAnEdgeIsKnown() throws {
        // A step from column 31 to 32. Nine pixels of means spread it: of the one difference d, d / 9 remains.
        let step = try picture(64, 40) { x, _ in x < 32 ? 50 : 140 }
        #expect(abs((step.quality?.blur ?? 0) - 1.0 / 9) < 1e-6)
        // A ramp over the whole width keeps all of it.
        let ramp = try picture(64, 40) { x, _ in 3 * x }
        #expect(abs((ramp.quality?.blur ?? 0) - 1) < 1e-6)
    }

    @Test func theWorseDirectionCounts() throws {
        let stripes = try picture(90, 90) { x, y in x % 2 * 100 + y }
        let turned = try picture(90, 90) { x, y in y % 2 * 100 + x }
        #expect((stripes.quality?.blur ?? 0) > 0.9)
        #expect(abs((stripes.quality?.blur ?? 0) - (turned.quality?.blur ?? 1)) < 1e-6)
    }

    @Test func blurDoesNotDependOnContrast() throws {
        let strong = try blurred(noise(), reach: 2)
        let weak = try picture(120, 90) { x, y in 100 + Int(strong.pixels[y * 120 + x]) / 4 }
        #expect(abs((strong.quality?.blur ?? 0) - (weak.quality?.blur ?? 1)) < 0.06)
    }

    @Test func whatIsFlatOrTinyHasNoBlur() throws {
        #expect(try picture(50, 50) { _, _ in 90 }.quality?.blur == nil)
        #expect(try picture(8, 5) { x, _ in 20 * x }.quality?.blur == nil)
    }

    @Test func largePicturesAreMeasuredAsTheNetworkSeesThem() throws {
        let small = try blurred(noise(200, 160), reach: 1)
        // Four times as large, each pixel repeated: reduced to 256 pixels, the measured sharpness is the same.
        let large = try picture(1024, 820) { x, y in Int(small.pixels[(y * 160 / 820) * 200 + x * 200 / 1024]) }
        #expect(abs((large.quality?.blur ?? 0) - (small.quality?.blur ?? 1)) < 0.15)
    }

    @Test func brightnessAndContrastAreKnown() throws {
        let halves = try picture(100, 60) { x, _ in x < 50 ? 50 : 200 }
        #expect(halves.quality?.brightness == 125 && halves.quality?.contrast == 150)
        let part = try #require(halves.quality(columns: 60..<500, rows: -10..<20))
        #expect(part.brightness == 200 && part.contrast == 0)
        #expect(halves.quality(columns: 100..<120, rows: 0..<10) == nil)
        #expect(halves.quality(columns: -20..<(-3), rows: 0..<10) == nil)
    }

    @Test func coloursCountByTheirLuma() throws {
        let green = try Image(width: 20, height: 20, filledWith: Color(red: 0, green: 255, blue: 0))
        // BT.601: 0.587 of 255.
        #expect(abs((green.quality?.brightness ?? 0) - 149.7) < 0.5)
        #expect(green.converted(to: .rgba).quality == green.quality)
    }

    @Test func exposureIsTakenAtThePoints() throws {
        let image = try picture(40, 40) { x, _ in x < 10 ? 0 : x < 20 ? 255 : 100 }
        let points = [5.0, 15, 25, 35, 39.9].map { (x: $0, y: 20.0) }
        let exposure = try #require(image.exposure(at: points + [(x: 40, y: 1), (x: -0.1, y: 3), (x: .nan, y: 2)]))
        #expect(abs(exposure.brightness - 111) < 1e-9)
        #expect(abs(exposure.blackShare - 0.2) < 1e-9 && abs(exposure.whiteShare - 0.2) < 1e-9)
        #expect(image.exposure(at: [(x: 50, y: 50)]) == nil && image.exposure(at: []) == nil)
    }

    @Test func tracesTellPicturesApart() throws {
        let dark = FrameFingerprint(try picture(300, 200) { _, _ in 40 })
        let light = FrameFingerprint(try picture(300, 200) { _, _ in 55 })
        #expect(dark.difference(from: light) == 12 && dark.difference(from: dark) == 0)
        #expect(dark.difference(from: FrameFingerprint(try picture(300, 201) { _, _ in 40 })) == nil)
        let first = FrameFingerprint(try noise(640, 480))
        #expect((first.difference(from: FrameFingerprint(try blurred(noise(640, 480), reach: 1))) ?? 0) > 20)
        let darker = FrameFingerprint(try picture(300, 200) { _, _ in 38 })
        #expect(dark.difference(from: darker) == 0)
        #expect(
            FrameFingerprint(try picture(1, 1) { _, _ in 9 }).difference(
                from: FrameFingerprint(try picture(1, 1) { _, _ in 4 })) == 2)
    }
}
