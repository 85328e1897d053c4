import PoiseImaging
import PoiseTestSupport
import Testing

@Suite struct ImageViewTests {
    private func sampled(_ view: ImageView, _ map: ProjectiveMap, _ border: Sampler.Border) -> [Float] {
        var output = [Float](repeating: .nan, count: 16 * 16 * 3)
        output.withUnsafeMutableBufferPointer {
            Sampler(border: border, range: 0...1).sample(view, through: map, side: 16, into: $0)
        }
        return output
    }

    /// Bytes in memory as the owner of a view.
    private func view(
        _ format: ImageView.Format, _ width: Int, _ height: Int, _ planes: [(bytes: [UInt8], stride: Int)],
        _ orientation: Orientation = .upright
    ) throws(ImageError) -> ImageView {
        let memory = planes.map { GuardedBytes($0.bytes, .end) }
        return try ImageView(
            format: format, width: width, height: height,
            planes: zip(memory, planes).map { ImageView.Plane($0.bytes, stride: $1.stride) }, orientation: orientation,
            owner: Memory(memory))
    }

    private final class Memory: Sendable {
        let planes: [GuardedBytes]
        init(_ planes: [GuardedBytes]) { self.planes = planes }
    }

    @Test("Channels are read in the order of the format, rows by the stride") func channels() throws {
        let rgb = try view(.rgb, 2, 2, [([1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12], 7)])
        #expect(Image(rgb).pixels == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        let bgr = try view(.bgr, 2, 1, [([1, 2, 3, 4, 5, 6], 6)])
        #expect(Image(bgr).pixels == [3, 2, 1, 6, 5, 4])
        let rgba = try view(.rgba, 1, 2, [([1, 2, 3, 99, 5, 6, 7, 99], 4)])
        #expect(Image(rgba).pixels == [1, 2, 3, 5, 6, 7])
        let bgra = try view(.bgra, 1, 2, [([1, 2, 3, 99, 5, 6, 7, 99], 4)])
        #expect(Image(bgra).pixels == [3, 2, 1, 7, 6, 5])
        let grey = try view(.grey, 2, 2, [([1, 2, 0, 3, 4], 3)])
        #expect(Image(grey).pixels == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
    }

    @Test("Orientations turn and mirror the image") func orientations() throws {
        func rows(_ orientation: Orientation) throws -> [UInt8] {
            // 1 2 3 over 4 5 6
            let view = try view(.grey, 3, 2, [([1, 2, 3, 4, 5, 6], 3)], orientation)
            let image = Image(view)
            #expect(view.width == image.width && view.height == image.height)
            return stride(from: 0, to: image.pixels.count, by: 3).map { image.pixels[$0] }
        }
        #expect(try rows(.upright) == [1, 2, 3, 4, 5, 6])
        #expect(try rows(.turnedRight) == [4, 1, 5, 2, 6, 3])
        #expect(try rows(.turnedLeft) == [3, 6, 2, 5, 1, 4])
        #expect(try rows(.upsideDown) == [6, 5, 4, 3, 2, 1])
        #expect(try rows(Orientation(mirrorsX: true)) == [3, 2, 1, 6, 5, 4])
    }

    @Test("Brightness and color differences by the standards, within their rounding") func colorDifferences() throws {
        // ITU-R BT.601 and BT.709: R = Y + 2 (1 - Kr) Cr, B = Y + 2 (1 - Kb) Cb, G by the sum.
        for (matrix, red, blue) in [(YCbCr.Matrix.bt601, 0.299, 0.114), (.bt709, 0.2126, 0.0722)] {
            for isFull in [false, true] {
                let (black, luma, chroma) = isFull ? (0.0, 255.0, 255.0) : (16, 219, 224)
                for y in stride(from: 16, through: 235, by: 7) {
                    for (cb, cr) in [(128, 128), (90, 160), (200, 60), (16, 240), (240, 240)] {
                        let (bright, u, v) = (
                            (Double(y) - black) / luma, Double(cb - 128) / chroma, Double(cr - 128) / chroma
                        )
                        let r = bright + 2 * (1 - red) * v
                        let b = bright + 2 * (1 - blue) * u
                        let g = (bright - red * r - blue * b) / (1 - red - blue)
                        let image = Image(
                            try view(
                                .i420(YCbCr(matrix, isFullRange: isFull)), 1, 1,
                                [([UInt8(y)], 1), ([UInt8(cb)], 1), ([UInt8(cr)], 1)]))
                        for (channel, exact) in zip(image.pixels, [r, g, b]) {
                            // Three products are rounded down: a value may be up to 3 too low.
                            let difference = Double(channel) - 255 * min(max(exact, 0), 1)
                            #expect((-3...1).contains(difference), "\(matrix), \(isFull), \(y), \(cb), \(cr)")
                        }
                    }
                }
            }
        }
    }

    @Test("NV12 and I420 with the same values are the same image") func planes() throws {
        var generator = SplitMix64(seed: 1)
        let luma = (0..<35).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let blue = (0..<12).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let red = (0..<12).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let pairs = zip(blue, red).flatMap { [$0, $1] }
        for orientation in Orientation.all {
            let nv12 = try view(.nv12(), 7, 5, [(luma, 7), (pairs, 8)], orientation)
            let i420 = try view(.i420(), 7, 5, [(luma, 7), (blue, 4), (red, 4)], orientation)
            #expect(Image(nv12) == Image(i420))
        }
    }

    @Test("Sampling where pixels lie equals sampling the converted image, to the bit", arguments: ViewFormats.all)
    func sampling(format: ImageView.Format) throws {
        var generator = SplitMix64(seed: 5)
        func random(_ limit: Double) -> Double { Double.random(in: -limit...limit, using: &generator) }
        for orientation in Orientation.all {
            for (width, height) in [(1, 1), (2, 3), (5, 1), (33, 21)] {
                for edge in GuardedBytes.Edge.allCases {
                    let view = try ViewFormats.view(
                        format, width: width, height: height, padding: 3, orientation, edge, &generator)
                    let converted = ImageView(Image(view))
                    for border in [Sampler.Border.zero, .replicate] {
                        let map = ProjectiveMap(
                            xx: random(2), xy: random(2), x0: random(20), yx: random(2), yy: random(2), y0: random(20))
                        #expect(sampled(view, map, border) == sampled(converted, map, border))
                        let identity = ProjectiveMap(xx: 1, xy: 0, x0: 0.25, yx: 0, yy: 1, y0: -0.25)
                        #expect(sampled(view, identity, border) == sampled(converted, identity, border))
                    }
                }
            }
        }
    }

    @Test("A view of an image is the image, with gray repeated and opacity dropped") func images() throws {
        for format in Image.Format.allCases {
            let image = try Image(
                width: 3, height: 2, format: format, pixels: (0..<UInt8(6 * format.channels)).map { $0 })
            #expect(Image(ImageView(image)) == image.converted(to: .rgb))
        }
    }

    @Test("Memory that does not fit the size is refused, with what is wrong") func errors() {
        func error(_ format: ImageView.Format, _ width: Int, _ height: Int, _ planes: [(Int, Int)]) -> ImageError? {
            do {
                _ = try view(format, width, height, planes.map { ([UInt8](repeating: 0, count: $0.0), $0.1) })
                return nil
            } catch { return error }
        }
        #expect(error(.rgb, 0, 5, [(15, 3)]) == .emptySide(width: 0, height: 5))
        #expect(error(.rgb, 5, -1, [(15, 3)]) == .emptySide(width: 5, height: -1))
        #expect(error(.rgb, 2, 2, [(12, 5)]) == .shortStride(plane: 0, expected: 6, actual: 5))
        #expect(error(.rgb, 2, 2, [(12, -6)]) == .shortStride(plane: 0, expected: 6, actual: -6))
        #expect(error(.rgb, 2, 2, [(12, 7)]) == .wrongByteCount(expected: 13, actual: 12))
        #expect(error(.rgb, 2, 2, [(13, 7)]) == nil)
        #expect(error(.nv12(), 3, 3, [(9, 3)]) == .wrongPlaneCount(expected: 2, actual: 1))
        #expect(error(.nv12(), 3, 3, [(9, 3), (7, 4)]) == .wrongByteCount(expected: 8, actual: 7))
        #expect(error(.i420(), 3, 3, [(9, 3), (4, 2), (4, 1)]) == .shortStride(plane: 2, expected: 2, actual: 1))
        #expect(error(.i420(), 3, 3, [(9, 3), (4, 2), (4, 2)]) == nil)
        #expect(error(.bgra, .max, 1, [(4, 4)]) == .tooLarge(width: .max, height: 1))
        #expect(error(.grey, 1, .max, [(4, .max)]) == .tooLarge(width: 1, height: .max))
    }
}
