/// Fills a network's input with a part of a picture, to the bit as MediaPipe on a CPU does: OpenCV's `warpPerspective`
/// on 8-bit pixels with `INTER_LINEAR`, that is, places rounded to 1/32 pixel and results rounded to 8 bits. There is
/// no smoothing before, also where a large picture shrinks.
package struct Sampler: Sendable {
    /// What lies beyond the picture's edge.
    package enum Border: Sendable {
        /// Black.
        case zero
        /// The pixel at the edge.
        case replicate
    }

    /// What lies beyond the picture's edge.
    package let border: Border
    /// The value given out for each 8-bit value.
    private let values: [Float]

    /// A sampler whose results run from the lower bound, for black, to the upper, for white.
    package init(border: Border, range: ClosedRange<Float>) {
        self.border = border
        let scale = (range.upperBound - range.lowerBound) / 255
        values = (0...255).map { Float($0) * scale + range.lowerBound }
    }

    /// Fraction bits of a place: 1/32 pixel.
    private static let fractionBits = 5
    /// Places further out than this are all the same, and would not fit the integers they become.
    private static let farAway = Double(1 << 24)

    /// Samples the picture at the place of each output pixel.
    ///
    /// - Parameters:
    ///   - image: An RGB picture.
    ///   - map: From output pixels to places in the picture; not finite numbers are a programmer's mistake.
    ///   - side: Rows and columns of the output.
    ///   - output: `[side, side, 3]`
    package func sample(
        _ image: Image, through map: ProjectiveMap, side: Int, into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(image.format == .rgb, "the sampler reads RGB pictures")
        precondition(output.count == side * side * 3, "the output has \(side) x \(side) x 3 values")
        let scale = Double(1 << Sampler.fractionBits)
        image.pixels.withUnsafeBufferPointer { pixels in
            values.withUnsafeBufferPointer { values in
                let reader = PixelReader(
                    pixels: pixels.baseAddress!, width: image.width, height: image.height, border: border)
                var target = output.baseAddress!
                for row in 0..<side {
                    let startX = map.x.y * Double(row) + map.x.z
                    let startY = map.y.y * Double(row) + map.y.z
                    let startW = map.w.y * Double(row) + map.w.z
                    for column in 0..<side {
                        let factor = scale / (map.w.x * Double(column) + startW)
                        let x = Sampler.fixedPoint((map.x.x * Double(column) + startX) * factor)
                        let y = Sampler.fixedPoint((map.y.x * Double(column) + startY) * factor)
                        reader.bilinear(x, y, values.baseAddress!, into: target)
                        target += 3
                    }
                }
            }
        }
    }

    /// Rounds to an integer, ties to even.
    @inline(__always)
    private static func fixedPoint(_ value: Double) -> Int {
        // Adding and taking away 1.5 * 2^52 rounds in the addition, by the processor's rounding mode: to nearest even.
        let shift = 0x1.8p52
        return Int((min(max(value, -farAway), farAway) + shift) - shift)
    }
}

/// Reads single pixels of a picture that may lie beyond its edge.
private struct PixelReader {
    let pixels: UnsafePointer<UInt8>
    let width: Int
    let height: Int
    let border: Sampler.Border

    /// The pixel at a place given in 1/32 pixels, interpolated.
    @inline(__always)
    func bilinear(_ x: Int, _ y: Int, _ values: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
        let (column, row) = (x >> 5, y >> 5)
        let right = UInt32(truncatingIfNeeded: x & 31)
        let down = UInt32(truncatingIfNeeded: y & 31)
        // The weights of the four pixels; their sum is 2^15.
        let weights = (
            32 * (32 - right) * (32 - down), 32 * right * (32 - down), 32 * (32 - right) * down, 32 * right * down
        )
        if column >= 0, row >= 0, column + 1 < width, row + 1 < height {
            let upper = pixels + (row * width + column) * 3
            let lower = upper + width * 3
            for channel in 0..<3 {
                let sum =
                    UInt32(upper[channel]) &* weights.0 &+ UInt32(upper[channel + 3]) &* weights.1
                    &+ UInt32(lower[channel]) &* weights.2 &+ UInt32(lower[channel + 3]) &* weights.3
                target[channel] = values[Int((sum &+ 16384) >> 15)]
            }
        } else {
            for channel in 0..<3 {
                let sum =
                    value(column, row, channel) &* weights.0 &+ value(column + 1, row, channel) &* weights.1
                    &+ value(column, row + 1, channel) &* weights.2
                    &+ value(column + 1, row + 1, channel) &* weights.3
                target[channel] = values[Int((sum &+ 16384) >> 15)]
            }
        }
    }

    private func value(_ column: Int, _ row: Int, _ channel: Int) -> UInt32 {
        switch border {
        case .zero:
            guard (0..<width).contains(column), (0..<height).contains(row) else { return 0 }
            return UInt32(pixels[(row * width + column) * 3 + channel])
        case .replicate:
            let column = min(max(column, 0), width - 1)
            let row = min(max(row, 0), height - 1)
            return UInt32(pixels[(row * width + column) * 3 + channel])
        }
    }
}
