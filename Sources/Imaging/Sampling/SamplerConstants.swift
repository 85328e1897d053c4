/// The constants of ``SamplerEmitter``'s code, other than the image: one vector per name, with equal lanes unless stated
/// otherwise.
struct SamplerConstants {
    enum Name: Int, CaseIterable {
        // Doubles: indices of the first eight columns, and the step to the next eight.
        case firstColumns, nextColumns, columnStep
        /// Doubles: coefficients of the map, their sums for a row, and the numerator over the divisor.
        case xSlope, xStart, ySlope, yStart, divisorSlope, divisorStart, unit
        /// Doubles: bounds of positions.
        case farBefore, farBehind
        case thirtyOne, thirtyTwo
        case lastColumn, lastRow
        /// Index times factor, plus an offset, is the distance of a pixel along one direction, bytes; with planes of color
        /// differences, the stored index.
        case acrossFactor, acrossOffset, downFactor
        /// The largest distance at which four bytes can be read.
        case lastDistance
        case lowerByte, evenBytes, thirdByte
        /// Half of the sum of the weights.
        case half
        // For each vector of eight results: the pixels they belong to, and the number of bits to shift their bytes by.
        case pixels0, pixels1, pixels2, shifts0, shifts1, shifts2
        /// Singles: the factor and then the offset applied to each byte.
        case scale, offset

        /// Offset of the constant, in bytes.
        var offset: Int { rawValue * 32 }
    }

    /// The further constants of images with planes of color differences.
    enum PlaneName: Int, CaseIterable {
        case downOffset
        /// The largest distance at which four bytes can be read from both planes of color differences.
        case lastDifference
        /// Bytes from row to row; of color differences also from pixel to pixel, and their bits.
        case lumaStride, differenceStride, differenceBytes, differenceBits
        /// 16-bit integers: what is subtracted from 8 times a value, factors, and the largest result.
        case lumaOffset, differenceOffset, lumaFactor, redByCr, greenByCb, greenByCr, blueByCb, white
        /// The addresses of both planes of color differences, in 64 bits each.
        case addresses
        /// Memory for results between steps.
        case lumaResult, blueResult
        /// Distances of the first of two neighbors in a row of a plane, and the bits by which both are behind it.
        case lumaPlace, lumaLeft, lumaRight, differencePlace, differenceLeft, differenceRight

        /// Offset of the constant, in bytes.
        var offset: Int { rawValue * 32 }
    }

    /// Numbers of 32-bit elements: both few enough for the stack, on which Swift allocates up to 1024 bytes at once.
    static var count: Int { Name.allCases.count * 8 }
    static var planeCount: Int { PlaneName.allCases.count * 8 }

    static let spread: [(pixels: Name, shifts: Name)] = [
        (.pixels0, .shifts0), (.pixels1, .shifts1), (.pixels2, .shifts2),
    ]

    /// The memory of the constants.
    let start: UnsafeMutablePointer<UInt32>
    /// That of those of planes.
    let planes: UnsafeMutablePointer<UInt32>

    /// Sets all constants except the start values of a row.
    func set(_ image: SampledImage) {
        set(.firstColumns, numbers: [0, 1, 2, 3])
        set(.nextColumns, numbers: [4, 5, 6, 7])
        set(.columnStep, number: 8)
        set(.xSlope, number: image.map.x.x)
        set(.ySlope, number: image.map.y.x)
        set(.divisorSlope, number: image.map.w.x)
        set(.unit, number: 32)
        set(.farBefore, number: -SampledImage.farAway)
        set(.farBehind, number: SampledImage.farAway)
        set(.thirtyOne, bits: 31)
        set(.thirtyTwo, bits: 32)
        set(.lastColumn, bits: UInt32(image.width - 1))
        set(.lastRow, bits: UInt32(image.height - 1))
        let order: SIMD3<Int>
        switch image.layout {
        case .interleaved(let pixels):
            order = SIMD3(pixels.order.red, pixels.order.green, pixels.order.blue)
            set(.acrossFactor, bits: bits(pixels.stepX))
            set(.acrossOffset, bits: bits(pixels.first))
            set(.downFactor, bits: bits(pixels.stepY))
            set(.lastDistance, bits: bits(pixels.bytes.count - 4))
        case .yCbCr(let pixels):
            order = SIMD3(0, 1, 2)
            set(pixels)
        }
        set(.lowerByte, bits: 0xFF)
        set(.evenBytes, bits: 0xFF00FF)
        set(.thirdByte, bits: 0xFF0000)
        set(.half, bits: 512)
        for (vector, names) in SamplerConstants.spread.enumerated() {
            for lane in 0..<8 {
                let number = vector * 8 + lane
                start[names.pixels.rawValue * 8 + lane] = UInt32(number / 3)
                start[names.shifts.rawValue * 8 + lane] = UInt32(order[number % 3] * 8)
            }
        }
        set(.scale, bits: image.scale.bitPattern)
        set(.offset, bits: image.offset.bitPattern)
    }

    /// Sets the sums of the map's coefficients at the start of a row.
    func set(_ image: SampledImage, row: Int) {
        set(.xStart, number: image.map.x.y * Double(row) + image.map.x.z)
        set(.yStart, number: image.map.y.y * Double(row) + image.map.y.z)
        set(.divisorStart, number: image.map.w.y * Double(row) + image.map.w.z)
    }

    private func set(_ pixels: YCbCrPixels) {
        let (luma, blue, red, colors) = (pixels.luma, pixels.blue, pixels.red, pixels.conversion)
        set(.acrossFactor, bits: bits(pixels.across.sign))
        set(.acrossOffset, bits: bits(pixels.across.offset))
        set(.downFactor, bits: bits(pixels.down.sign))
        set(.downOffset, bits: bits(pixels.down.offset))
        set(.lastDistance, bits: bits(luma.bytes.count - 4))
        set(.lastDifference, bits: bits(min(blue.bytes.count, red.bytes.count) - 4))
        set(.lumaStride, bits: bits(luma.stride))
        set(.differenceStride, bits: bits(blue.stride))
        set(.differenceBytes, bits: bits(blue.pixelBytes))
        set(.differenceBits, bits: bits(8 * blue.pixelBytes))
        set(.lumaOffset, bits: halves(colors.offset))
        set(.differenceOffset, bits: halves(8 * 128))
        set(.lumaFactor, bits: halves(colors.luma))
        set(.redByCr, bits: halves(colors.redByCr))
        set(.greenByCb, bits: halves(colors.greenByCb))
        set(.greenByCr, bits: halves(colors.greenByCr))
        set(.blueByCb, bits: halves(colors.blueByCb))
        set(.white, bits: halves(255))
        let addresses = UnsafeMutableRawPointer(planes) + PlaneName.addresses.offset
        addresses.storeBytes(of: blue.bytes.baseAddress, as: UnsafeRawPointer?.self)
        addresses.storeBytes(of: red.bytes.baseAddress, toByteOffset: 8, as: UnsafeRawPointer?.self)
    }

    private func bits(_ integer: Int) -> UInt32 { UInt32(bitPattern: Int32(integer)) }

    /// Returns a lane with the same number in both halves.
    private func halves(_ number: Int32) -> UInt32 {
        let half = UInt32(UInt16(bitPattern: Int16(number)))
        return half | half << 16
    }

    private func set(_ name: PlaneName, bits: UInt32) {
        for lane in 0..<8 { planes[name.rawValue * 8 + lane] = bits }
    }

    private func set(_ name: Name, bits: UInt32) {
        for lane in 0..<8 { start[name.rawValue * 8 + lane] = bits }
    }

    private func set(_ name: Name, numbers: SIMD4<Double>) {
        UnsafeMutableRawPointer(start + name.rawValue * 8).storeBytes(of: numbers, as: SIMD4<Double>.self)
    }

    private func set(_ name: Name, number: Double) { set(name, numbers: SIMD4(repeating: number)) }
}
