import PoiseImaging
import PoiseTestSupport
import Testing

@Suite struct SamplerTests {
    private static let identity = ProjectiveMap(xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0)

    private func noise(width: Int, height: Int, seed: UInt64 = 1) throws -> Image {
        var generator = SplitMix64(seed: seed)
        return try Image(
            width: width, height: height,
            pixels: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    private func sample(
        _ image: Image, through map: ProjectiveMap, side: Int, border: Sampler.Border = .zero,
        range: ClosedRange<Float> = 0...255
    ) -> [Float] {
        var output = [Float](repeating: .nan, count: side * side * 3)
        output.withUnsafeMutableBufferPointer {
            Sampler(border: border, range: range).sample(ImageView(image), through: map, side: side, into: $0)
        }
        return output
    }

    /// The formula of OpenCV's `warpPerspective` with `INTER_LINEAR` on 8-bit pixels, written out for one value.
    private func plainValue(
        _ image: Image, _ map: ProjectiveMap, _ column: Int, _ row: Int, _ channel: Int, _ border: Sampler.Border
    ) -> Int {
        let x = Int((32 * (map.x.x * Double(column) + (map.x.y * Double(row) + map.x.z))).rounded(.toNearestOrEven))
        let y = Int((32 * (map.y.x * Double(column) + (map.y.y * Double(row) + map.y.z))).rounded(.toNearestOrEven))
        // Division that rounds down, also below zero.
        let (left, top) = (Int((Double(x) / 32).rounded(.down)), Int((Double(y) / 32).rounded(.down)))
        let (a, b) = (x - 32 * left, y - 32 * top)
        func pixel(_ column: Int, _ row: Int) -> Int {
            let isInside = column >= 0 && column < image.width && row >= 0 && row < image.height
            if !isInside && border == .zero { return 0 }
            let nearest = (min(max(column, 0), image.width - 1), min(max(row, 0), image.height - 1))
            return Int(image.pixels[(nearest.1 * image.width + nearest.0) * 3 + channel])
        }
        let upper = (32 - b) * ((32 - a) * pixel(left, top) + a * pixel(left + 1, top))
        let lower = b * ((32 - a) * pixel(left, top + 1) + a * pixel(left + 1, top + 1))
        return (32 * (upper + lower) + 16384) / 32768
    }

    @Test(arguments: [Sampler.Border.zero, .replicate]) func agreesWithTheFormula(border: Sampler.Border) throws {
        var generator = SplitMix64(seed: 7)
        for (width, height) in [(1, 1), (1, 9), (9, 1), (2, 2), (23, 17), (64, 31)] {
            let image = try noise(width: width, height: height)
            for _ in 0..<20 {
                func random(_ limit: Double) -> Double { Double.random(in: -limit...limit, using: &generator) }
                let map = ProjectiveMap(
                    xx: random(4), xy: random(4), x0: random(40), yx: random(4), yy: random(4), y0: random(40))
                let values = sample(image, through: map, side: 12, border: border)
                for index in values.indices {
                    let place = index / 3
                    let plain = plainValue(image, map, place % 12, place / 12, index % 3, border)
                    #expect(values[index] == Float(plain), "\(width) x \(height), \(place)")
                }
            }
        }
    }

    @Test func wholePixelsAreCopied() throws {
        let image = try noise(width: 8, height: 8)
        #expect(sample(image, through: Self.identity, side: 8) == image.pixels.map(Float.init))
    }

    @Test func theTransposedMapTurnsThePicture() throws {
        let image = try noise(width: 6, height: 6)
        let turned = sample(image, through: ProjectiveMap(xx: 0, xy: 1, x0: 0, yx: -1, yy: 0, y0: 5), side: 6)
        for row in 0..<6 {
            for column in 0..<6 {
                for channel in 0..<3 {
                    let pixel = image.pixels[((5 - column) * 6 + row) * 3 + channel]
                    #expect(turned[(row * 6 + column) * 3 + channel] == Float(pixel))
                }
            }
        }
    }

    @Test func placesAreRoundedToA32ndOfAPixelWithTiesToEven() throws {
        // Black and white: the value shows the fraction, 255 k / 32.
        let image = try Image(width: 2, height: 1, pixels: [0, 0, 0, 255, 255, 255])
        func value(_ x: Double) -> Float {
            sample(
                image, through: ProjectiveMap(xx: 1, xy: 0, x0: x, yx: 0, yy: 1, y0: 0), side: 1, border: .replicate)[0]
        }
        for step in 0...32 { #expect(value(Double(step) / 32) == (255 * Float(step) / 32 + 0.5).rounded(.down)) }
        #expect(value(1.49 / 32) == value(1.0 / 32))
        #expect(value(1.5 / 32) == value(2.0 / 32))
        #expect(value(2.5 / 32) == value(2.0 / 32))
        #expect(value(2.51 / 32) == value(3.0 / 32))
    }

    @Test func beyondTheEdgeLiesBlackOrTheEdge() throws {
        let image = try Image(width: 2, height: 2, filledWith: Color(red: 200, green: 100, blue: 50))
        for offset in [-100.0, -2, 3, 100, 1e12, -1e300] {
            let map = ProjectiveMap(xx: 0.01, xy: 0, x0: offset, yx: 0, yy: 0.01, y0: 0)
            #expect(sample(image, through: map, side: 2).allSatisfy { $0 == 0 })
            #expect(
                sample(image, through: map, side: 2, border: .replicate) == [
                    200, 100, 50, 200, 100, 50, 200, 100, 50, 200, 100, 50,
                ])
        }
        // Half a pixel outside it is half black.
        let half = ProjectiveMap(xx: 1, xy: 0, x0: -0.5, yx: 0, yy: 1, y0: 0)
        #expect(sample(image, through: half, side: 1) == [100, 50, 25])
    }

    @Test func valuesRunOverTheRange() throws {
        let image = try Image(width: 3, height: 3, pixels: (0..<27).map { [0, 51, 255][$0 % 3] })
        let unit = sample(image, through: Self.identity, side: 3, range: 0...1)
        let signed = sample(image, through: Self.identity, side: 3, border: .replicate, range: -1...1)
        #expect(zip(unit[0..<3], [0, 0.2, 1]).allSatisfy { abs($0 - $1) < 1e-7 })
        #expect(zip(signed[0..<3], [-1, -0.6, 1]).allSatisfy { abs($0 - $1) < 1e-7 })
    }

    @Test func theInverseMapLeadsBack() throws {
        let map = ProjectiveMap(xx: 2, xy: -1, x0: 5, yx: 0.5, yy: 3, y0: -7)
        let back = try #require(map.inverse)
        for (x, y) in [(0.0, 0.0), (3, 4), (-10, 0.25)] {
            let (u, v) = (map.x.x * x + map.x.y * y + map.x.z, map.y.x * x + map.y.y * y + map.y.z)
            #expect(abs(back.x.x * u + back.x.y * v + back.x.z - x) < 1e-12)
            #expect(abs(back.y.x * u + back.y.y * v + back.y.z - y) < 1e-12)
        }
        #expect(ProjectiveMap(xx: 1, xy: 2, x0: 0, yx: 2, yy: 4, y0: 0).inverse == nil)
        #expect(ProjectiveMap(xx: .nan, xy: 2, x0: 0, yx: 2, yy: 4, y0: 0).inverse == nil)
    }
}
