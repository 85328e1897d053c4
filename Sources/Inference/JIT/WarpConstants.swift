/// The constants of ``WarpEmitter``'s code, other than the image: one vector per name, with equal lanes unless stated
/// otherwise.
struct WarpConstants {
    enum Name: Int, CaseIterable {
        // Doubles: indices of the first eight columns, and the step to the next eight.
        case firstColumns, nextColumns, columnStep
        /// Doubles: coefficients of the map, their sums for a row, and the numerator over the divisor.
        case xSlope, xStart, ySlope, yStart, divisorSlope, divisorStart, unit
        /// Doubles: bounds of positions.
        case farBefore, farBehind
        case thirtyOne, thirtyTwo
        case lastColumn, lastRow, pixelBytes, rowBytes
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

    /// Total number of 32-bit elements: few enough for the stack.
    static var count: Int { Name.allCases.count * 8 }

    static let spread: [(pixels: Name, shifts: Name)] = [
        (.pixels0, .shifts0), (.pixels1, .shifts1), (.pixels2, .shifts2),
    ]

    /// The memory of the constants.
    let start: UnsafeMutablePointer<UInt32>

    /// Sets all constants except the start values of a row.
    func set(_ picture: WarpedImage) {
        set(.firstColumns, numbers: [0, 1, 2, 3])
        set(.nextColumns, numbers: [4, 5, 6, 7])
        set(.columnStep, number: 8)
        set(.xSlope, number: picture.x.x)
        set(.ySlope, number: picture.y.x)
        set(.divisorSlope, number: picture.divisor.x)
        set(.unit, number: 32)
        set(.farBefore, number: -WarpedImage.farAway)
        set(.farBehind, number: WarpedImage.farAway)
        set(.thirtyOne, bits: 31)
        set(.thirtyTwo, bits: 32)
        set(.lastColumn, bits: UInt32(picture.width - 1))
        set(.lastRow, bits: UInt32(picture.height - 1))
        set(.pixelBytes, bits: 3)
        set(.rowBytes, bits: UInt32(picture.width * 3))
        set(.lastDistance, bits: UInt32(picture.pixels.count - 4))
        set(.lowerByte, bits: 0xFF)
        set(.evenBytes, bits: 0xFF00FF)
        set(.thirdByte, bits: 0xFF0000)
        set(.half, bits: 512)
        for (vector, names) in WarpConstants.spread.enumerated() {
            for lane in 0..<8 {
                let number = vector * 8 + lane
                start[names.pixels.rawValue * 8 + lane] = UInt32(number / 3)
                start[names.shifts.rawValue * 8 + lane] = UInt32(number % 3 * 8)
            }
        }
        set(.scale, bits: picture.scale.bitPattern)
        set(.offset, bits: picture.offset.bitPattern)
    }

    /// Sets the sums of the map's coefficients at the start of a row.
    func set(_ picture: WarpedImage, row: Int) {
        set(.xStart, number: picture.x.y * Double(row) + picture.x.z)
        set(.yStart, number: picture.y.y * Double(row) + picture.y.z)
        set(.divisorStart, number: picture.divisor.y * Double(row) + picture.divisor.z)
    }

    private func set(_ name: Name, bits: UInt32) {
        for lane in 0..<8 { start[name.rawValue * 8 + lane] = bits }
    }

    private func set(_ name: Name, numbers: SIMD4<Double>) {
        UnsafeMutableRawPointer(start + name.rawValue * 8).storeBytes(of: numbers, as: SIMD4<Double>.self)
    }

    private func set(_ name: Name, number: Double) { set(name, numbers: SIMD4(repeating: number)) }
}
