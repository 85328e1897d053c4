/// Fills a network's input with a part of an image, bit for bit as MediaPipe does on a CPU: OpenCV's `warpPerspective`
/// on 8-bit pixels with `INTER_LINEAR`, that is, positions rounded to 1/32 pixel and results rounded to 8 bits. The
/// image is not smoothed first, even where it is reduced strongly.
package struct Sampler: Sendable {
    /// The pixels assumed beyond the image's edge.
    package enum Border: Sendable {
        /// Black.
        case zero
        /// The pixel at the edge.
        case replicate
    }

    /// The pixels assumed beyond the image's edge.
    package let border: Border
    /// The factor applied to an 8-bit value, and the offset added after it: the output for black.
    package let scale: Float
    package let black: Float
    /// The output for each 8-bit value.
    private let values: [Float]

    /// Creates a sampler whose outputs run from the lower bound, for black, to the upper bound, for white.
    package init(border: Border, range: ClosedRange<Float>) {
        self.border = border
        let scale = (range.upperBound - range.lowerBound) / 255
        self.scale = scale
        black = range.lowerBound
        values = (0...255).map { Float($0) * scale + range.lowerBound }
    }

    /// The number of fraction bits of a position: 1/32 pixel.
    private static let fractionBits = 5
    /// The distance beyond which all positions give the same result; larger values would overflow the integers used.
    private static let farAway = Double(1 << 24)

    /// Samples the image at the position of each output pixel.
    ///
    /// - Parameters:
    ///   - image: RGB image.
    ///   - map: Map from output pixels to positions in the image; non-finite coefficients are a programmer's mistake.
    ///   - side: Number of rows and of columns of the output.
    ///   - output: Values, `[side, side, 3]`.
    package func sample(
        _ image: Image, through map: ProjectiveMap, side: Int, into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(output.count == side * side * 3, "the output has \(side) x \(side) x 3 values")
        for row in 0..<side {
            sample(image, through: map, row: row, into: .init(rebasing: output[row * side * 3..<(row + 1) * side * 3]))
        }
    }

    /// Samples the image at the positions of one row of output pixels.
    ///
    /// - Parameters:
    ///   - image: RGB image.
    ///   - map: Map from output pixels to positions in the image; non-finite coefficients are a programmer's mistake.
    ///   - row: Index of the row.
    ///   - output: Values, `[columns, 3]`.
    package func sample(
        _ image: Image, through map: ProjectiveMap, row: Int, into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(image.format == .rgb, "the sampler reads RGB images")
        let scale = Double(1 << Sampler.fractionBits)
        image.pixels.withUnsafeBufferPointer { pixels in
            values.withUnsafeBufferPointer { values in
                guard let pixels = pixels.baseAddress, let values = values.baseAddress, var target = output.baseAddress
                else { return }
                let reader = PixelReader(pixels: pixels, width: image.width, height: image.height, border: border)
                let startX = map.x.y * Double(row) + map.x.z
                let startY = map.y.y * Double(row) + map.y.z
                let startW = map.w.y * Double(row) + map.w.z
                for column in 0..<output.count / 3 {
                    let factor = scale / (map.w.x * Double(column) + startW)
                    let x = Sampler.fixedPoint((map.x.x * Double(column) + startX) * factor)
                    let y = Sampler.fixedPoint((map.y.x * Double(column) + startY) * factor)
                    reader.bilinear(x, y, values, into: target)
                    target += 3
                }
            }
        }
    }

    /// Rounds to an integer, ties to even.
    @inline(__always)
    private static func fixedPoint(_ value: Double) -> Int {
        // Adding 1.5 * 2^52 rounds in the addition, by the processor's rounding mode: to nearest even. The integer is
        // then in the lower bits of the sum. Comparisons in this order yield the bound for NaN.
        let shift = 0x1.8p52
        let above = value > -farAway ? value : -farAway
        let near = above < farAway ? above : farAway
        return Int(
            truncatingIfNeeded: Int64(bitPattern: (near + shift).bitPattern) &- Int64(bitPattern: shift.bitPattern))
    }
}

/// Reads single pixels at positions that may lie outside the image.
private struct PixelReader {
    let pixels: UnsafePointer<UInt8>
    let width: Int
    let height: Int
    let border: Sampler.Border

    /// Returns the pixel at a position given in 1/32 pixels, interpolated.
    ///
    /// The three channels are summed in one integer, 21 bits each: the weights sum to 2^10, so that a sum has 18 bits.
    @inline(__always)
    func bilinear(_ x: Int, _ y: Int, _ values: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
        let (column, row) = (x >> 5, y >> 5)
        let right = UInt64(truncatingIfNeeded: x & 31)
        let down = UInt64(truncatingIfNeeded: y & 31)
        var sum: UInt64 = 512 | 512 << 21 | 512 << 42
        // Four bytes are read per pixel, so that one more pixel has to follow the right one.
        if UInt(bitPattern: column) < UInt(bitPattern: width &- 2),
            UInt(bitPattern: row) < UInt(bitPattern: height &- 1),
            width > 2
        {
            let upper = pixels + (row &* width &+ column) &* 3
            let lower = upper + width &* 3
            let above = channels(upper) &* (32 &- right) &+ channels(upper + 3) &* right
            let below = channels(lower) &* (32 &- right) &+ channels(lower + 3) &* right
            sum = sum &+ above &* (32 &- down) &+ below &* down
        } else {
            let above = value(column, row) &* (32 &- right) &+ value(column + 1, row) &* right
            let below = value(column, row + 1) &* (32 &- right) &+ value(column + 1, row + 1) &* right
            sum = sum &+ above &* (32 &- down) &+ below &* down
        }
        target[0] = values[Int(truncatingIfNeeded: sum >> 10 & 255)]
        target[1] = values[Int(truncatingIfNeeded: sum >> 31 & 255)]
        target[2] = values[Int(truncatingIfNeeded: sum >> 52 & 255)]
    }

    /// Returns red, green and blue, 21 bits apart.
    @inline(__always)
    private func channels(_ pixel: UnsafePointer<UInt8>) -> UInt64 {
        let bytes = UInt64(UnsafeRawPointer(pixel).loadUnaligned(as: UInt32.self).littleEndian)
        return bytes & 0xFF | (bytes & 0xFF00) << 13 | (bytes & 0xFF_0000) << 26
    }

    private func value(_ column: Int, _ row: Int) -> UInt64 {
        let isInside = (0..<width).contains(column) && (0..<height).contains(row)
        if border == .zero && !isInside { return 0 }
        let pixel = pixels + (min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)) * 3
        return UInt64(pixel[0]) | UInt64(pixel[1]) << 21 | UInt64(pixel[2]) << 42
    }
}
