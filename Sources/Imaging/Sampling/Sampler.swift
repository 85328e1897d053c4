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
    private let scale: Float
    private let black: Float
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
    ///   - image: The image.
    ///   - map: Map from output pixels to positions in the image; non-finite coefficients are a programmer's mistake.
    ///   - side: Number of rows and of columns of the output.
    ///   - output: Values, `[side, side, 3]`.
    package func sample(
        _ image: ImageView, through map: ProjectiveMap, side: Int, into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(output.count == side * side * 3, "the output has \(side) x \(side) x 3 values")
        guard let start = output.baseAddress else { return }
        sample(
            image, through: map, into: SampledRows(0..<side, length: side * 3, at: start, stride: side * 3),
            usesGeneratedCode: false)
    }

    /// Whether rows can be sampled by generated code on this machine: in a quarter of the time, and to the same bit.
    package static var canGenerateCode: Bool { GeneratedSampler.shared != nil }

    /// Samples the image at the positions of some rows of output pixels.
    ///
    /// - Parameters:
    ///   - image: The image.
    ///   - map: Map from output pixels to positions in the image; non-finite coefficients are a programmer's mistake.
    ///   - rows: The rows and their memory.
    ///   - usesGeneratedCode: Whether generated code is used where it can be.
    package func sample(
        _ image: ImageView, through map: ProjectiveMap, into rows: SampledRows, usesGeneratedCode: Bool
    ) {
        image.withLayout { layout in
            let sampled = SampledImage(
                layout: layout, width: image.width, height: image.height, isBlackOutside: border == .zero, map: map,
                scale: scale, offset: black)
            if usesGeneratedCode, let generated = GeneratedSampler.shared,
                generated.canSample(sampled, rowLength: rows.length)
            {
                generated.sample(sampled, into: rows)
            } else {
                for row in rows.range {
                    sample(sampled, row: row, into: UnsafeMutableBufferPointer(start: rows[row], count: rows.length))
                }
            }
        }
    }

    /// Samples the image at the positions of one row of output pixels.
    private func sample(_ image: SampledImage, row: Int, into output: UnsafeMutableBufferPointer<Float>) {
        let (width, height) = (image.width, image.height)
        switch image.layout {
        case .interleaved(let pixels):
            guard let reader = InterleavedReader(pixels, width: width, height: height) else { return }
            sample(reader, through: image.map, row: row, into: output)
        case .yCbCr(let pixels):
            let reader = YCbCrReader(pixels: pixels, width: width, height: height)
            sample(reader, through: image.map, row: row, into: output)
        }
    }

    @inline(__always)
    private func sample(
        _ reader: some PixelReader, through map: ProjectiveMap, row: Int,
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        let scale = Double(1 << Sampler.fractionBits)
        values.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress, var target = output.baseAddress else { return }
            let startX = map.x.y * Double(row) + map.x.z
            let startY = map.y.y * Double(row) + map.y.z
            let startW = map.w.y * Double(row) + map.w.z
            let places = reader.channelPlaces
            for column in 0..<output.count / 3 {
                let factor = scale / (map.w.x * Double(column) + startW)
                let x = Sampler.fixedPoint((map.x.x * Double(column) + startX) * factor)
                let y = Sampler.fixedPoint((map.y.x * Double(column) + startY) * factor)
                let sum = reader.bilinear(x, y, border)
                target[0] = values[Int(truncatingIfNeeded: sum >> places.red & 255)]
                target[1] = values[Int(truncatingIfNeeded: sum >> places.green & 255)]
                target[2] = values[Int(truncatingIfNeeded: sum >> places.blue & 255)]
                target += 3
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

/// Rows of output pixels in memory.
package struct SampledRows {
    /// Indices of the rows.
    let range: Range<Int>
    /// Values in a row, `[columns, 3]`.
    let length: Int
    /// The memory of the first row.
    private let start: UnsafeMutablePointer<Float>
    /// Values from the start of a row to that of the next.
    private let stride: Int

    package init(_ range: Range<Int>, length: Int, at start: UnsafeMutablePointer<Float>, stride: Int) {
        self.range = range
        self.length = length
        self.start = start
        self.stride = stride
    }

    /// The memory of a row.
    subscript(row: Int) -> UnsafeMutablePointer<Float> { start + (row - range.lowerBound) * stride }
}

/// Reads pixels of an image as integers with three channels, 21 bits apart.
private protocol PixelReader {
    var width: Int { get }
    var height: Int { get }
    /// The places of red, green and blue in a sum of weighted pixels.
    var channelPlaces: (red: UInt64, green: UInt64, blue: UInt64) { get }
    /// Returns a pixel inside the image.
    func pixel(_ column: Int, _ row: Int) -> UInt64
    /// Returns a pixel and its neighbors to the right, below, and to the right below, all inside the image.
    func square(_ column: Int, _ row: Int) -> (UInt64, UInt64, UInt64, UInt64)
}

/// The places of the first, second and third channel: weights sum to 2^10, and the result is in the bits above.
private let places: (UInt64, UInt64, UInt64) = (10, 31, 52)

extension PixelReader {
    @inline(__always)
    func square(_ column: Int, _ row: Int) -> (UInt64, UInt64, UInt64, UInt64) {
        (pixel(column, row), pixel(column + 1, row), pixel(column, row + 1), pixel(column + 1, row + 1))
    }

    /// Returns the sum of the pixels around a position in 1/32 pixels, which may lie outside, weighted and rounded.
    ///
    /// The three channels are summed in one integer: a sum of 8-bit values with weights of 10 bits has 18 bits.
    @inline(__always)
    func bilinear(_ x: Int, _ y: Int, _ border: Sampler.Border) -> UInt64 {
        let (column, row) = (x >> 5, y >> 5)
        let right = UInt64(truncatingIfNeeded: x & 31)
        let down = UInt64(truncatingIfNeeded: y & 31)
        let pixels =
            UInt(bitPattern: column) < UInt(bitPattern: width &- 1)
                && UInt(bitPattern: row) < UInt(bitPattern: height &- 1)
            ? square(column, row)
            : (
                value(column, row, border), value(column + 1, row, border), value(column, row + 1, border),
                value(column + 1, row + 1, border)
            )
        let above = pixels.0 &* (32 &- right) &+ pixels.1 &* right
        let below = pixels.2 &* (32 &- right) &+ pixels.3 &* right
        let half: UInt64 = 512 | 512 << 21 | 512 << 42
        return half &+ above &* (32 &- down) &+ below &* down
    }

    private func value(_ column: Int, _ row: Int, _ border: Sampler.Border) -> UInt64 {
        let isInside = (0..<width).contains(column) && (0..<height).contains(row)
        if border == .zero && !isInside { return 0 }
        return pixel(min(max(column, 0), width - 1), min(max(row, 0), height - 1))
    }
}

private struct InterleavedReader: PixelReader {
    let width: Int
    let height: Int
    let channelPlaces: (red: UInt64, green: UInt64, blue: UInt64)
    /// The upright image's first pixel, and the steps to its next pixel and its next row, bytes.
    private let first: UnsafePointer<UInt8>
    private let stepX: Int
    private let stepY: Int
    /// The last distance from the first pixel at which four bytes can be read.
    private let last: Int
    /// The distance from a pixel to the one of its square that lies last in memory.
    private let reach: Int
    private let channelCount: Int

    init?(_ pixels: InterleavedPixels, width: Int, height: Int) {
        guard let start = pixels.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
        self.width = width
        self.height = height
        first = start + pixels.first
        (stepX, stepY) = (pixels.stepX, pixels.stepY)
        last = pixels.bytes.count - pixels.first - 4
        reach = max(pixels.stepX, 0) + max(pixels.stepY, 0)
        let (red, green, blue) = pixels.order
        channelCount = max(red, green, blue) + 1
        let all = SIMD3(places.0, places.1, places.2)
        channelPlaces = (all[red], all[green], all[blue])
    }

    @inline(__always)
    func square(_ column: Int, _ row: Int) -> (UInt64, UInt64, UInt64, UInt64) {
        let upper = row &* stepY &+ column &* stepX
        guard upper &+ reach <= last else {
            return (pixel(column, row), pixel(column + 1, row), pixel(column, row + 1), pixel(column + 1, row + 1))
        }
        let lower = upper &+ stepY
        return (channels(upper), channels(upper &+ stepX), channels(lower), channels(lower &+ stepX))
    }

    /// Returns the pixel from four bytes.
    @inline(__always)
    private func channels(_ place: Int) -> UInt64 {
        let bytes = UInt64(UnsafeRawPointer(first + place).loadUnaligned(as: UInt32.self).littleEndian)
        return bytes & 0xFF | (bytes & 0xFF00) << 13 | (bytes & 0xFF_0000) << 26
    }

    func pixel(_ column: Int, _ row: Int) -> UInt64 {
        let pixel = first + (row * stepY + column * stepX)
        guard channelCount == 3 else { return UInt64(pixel[0]) }
        return UInt64(pixel[0]) | UInt64(pixel[1]) << 21 | UInt64(pixel[2]) << 42
    }
}

private struct YCbCrReader: PixelReader {
    let pixels: YCbCrPixels
    let width: Int
    let height: Int
    var channelPlaces: (red: UInt64, green: UInt64, blue: UInt64) { places }

    @inline(__always)
    func pixel(_ column: Int, _ row: Int) -> UInt64 {
        let (red, green, blue) = pixels.rgb(column, row)
        return UInt64(red) | UInt64(green) << 21 | UInt64(blue) << 42
    }
}
