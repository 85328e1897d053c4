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
    /// What an 8-bit value is multiplied with, and what is added then: the value given out for black.
    package let scale: Float
    package let black: Float
    /// The value given out for each 8-bit value.
    private let values: [Float]

    /// A sampler whose results run from the lower bound, for black, to the upper, for white.
    package init(border: Border, range: ClosedRange<Float>) {
        self.border = border
        let scale = (range.upperBound - range.lowerBound) / 255
        self.scale = scale
        black = range.lowerBound
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
        precondition(output.count == side * side * 3, "the output has \(side) x \(side) x 3 values")
        for row in 0..<side {
            sample(image, through: map, row: row, into: .init(rebasing: output[row * side * 3..<(row + 1) * side * 3]))
        }
    }

    /// Samples the picture at the places of one row of output pixels.
    ///
    /// - Parameters:
    ///   - image: An RGB picture.
    ///   - map: From output pixels to places in the picture; not finite numbers are a programmer's mistake.
    ///   - row: The number of the row.
    ///   - output: `[columns, 3]`
    package func sample(
        _ image: Image, through map: ProjectiveMap, row: Int, into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(image.format == .rgb, "the sampler reads RGB pictures")
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
        // Adding 1.5 * 2^52 rounds in the addition, by the processor's rounding mode: to nearest even. The integer is then
        // in the lower bits of the sum. Comparisons written so give the bound for what is no number.
        let shift = 0x1.8p52
        let above = value > -farAway ? value : -farAway
        let near = above < farAway ? above : farAway
        return Int(
            truncatingIfNeeded: Int64(bitPattern: (near + shift).bitPattern) &- Int64(bitPattern: shift.bitPattern))
    }
}

/// Reads single pixels of a picture that may lie beyond its edge.
private struct PixelReader {
    let pixels: UnsafePointer<UInt8>
    let width: Int
    let height: Int
    let border: Sampler.Border

    /// The pixel at a place given in 1/32 pixels, interpolated.
    ///
    /// The three channels are summed up side by side in one integer, 21 bits each: the weights' sum is 2^10, so that a
    /// sum has 18 bits.
    @inline(__always)
    func bilinear(_ x: Int, _ y: Int, _ values: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
        let (column, row) = (x >> 5, y >> 5)
        let right = UInt64(truncatingIfNeeded: x & 31)
        let down = UInt64(truncatingIfNeeded: y & 31)
        var sum: UInt64 = 512 | 512 << 21 | 512 << 42
        // Four bytes are read of each pixel, so that one more has to follow the right one.
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

    /// Red, green and blue, 21 bits apart.
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
