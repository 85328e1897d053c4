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
        case lastColumn, lastRow
        /// Index times factor plus offset is the distance of a pixel along one direction, bytes; of color differences, the
        /// stored index.
        case acrossFactor, acrossOffset, downFactor, downOffset
        /// The largest distance at which four bytes can be read.
        case lastDistance
        /// The same of color differences, and bytes from one stored index to the next, by plane.
        case lastBlue, lastRed
        case lumaAcross, lumaDown, blueAcross, blueDown, redAcross, redDown
        /// 16-bit integers: what is subtracted from 8 times a value, factors, and the largest result.
        case lumaOffset, differenceOffset, lumaFactor, redByCr, greenByCb, greenByCr, blueByCb, white
        /// The addresses of both planes of color differences, in 64 bits each.
        case addresses
        /// Memory for results between steps.
        case lumaResult, blueResult
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
    func set(_ image: WarpedImage) {
        set(.firstColumns, numbers: [0, 1, 2, 3])
        set(.nextColumns, numbers: [4, 5, 6, 7])
        set(.columnStep, number: 8)
        set(.xSlope, number: image.x.x)
        set(.ySlope, number: image.y.x)
        set(.divisorSlope, number: image.divisor.x)
        set(.unit, number: 32)
        set(.farBefore, number: -WarpedImage.farAway)
        set(.farBehind, number: WarpedImage.farAway)
        set(.thirtyOne, bits: 31)
        set(.thirtyTwo, bits: 32)
        set(.lastColumn, bits: UInt32(image.width - 1))
        set(.lastRow, bits: UInt32(image.height - 1))
        let order: SIMD3<Int>
        switch image.pixels {
        case .interleaved(let plane, let channels):
            order = SIMD3(channels.red, channels.green, channels.blue)
            set(.acrossFactor, integer: plane.stepX)
            set(.acrossOffset, integer: plane.first)
            set(.downFactor, integer: plane.stepY)
            set(.downOffset, integer: 0)
            set(.lastDistance, integer: plane.bytes.count - 4)
        case .yCbCr(let luma, let blue, let red, let colors):
            order = SIMD3(0, 1, 2)
            set(luma, blue, red, colors)
        }
        set(.lowerByte, bits: 0xFF)
        set(.evenBytes, bits: 0xFF00FF)
        set(.thirdByte, bits: 0xFF0000)
        set(.half, bits: 512)
        for (vector, names) in WarpConstants.spread.enumerated() {
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
    func set(_ image: WarpedImage, row: Int) {
        set(.xStart, number: image.x.y * Double(row) + image.x.z)
        set(.yStart, number: image.y.y * Double(row) + image.y.z)
        set(.divisorStart, number: image.divisor.y * Double(row) + image.divisor.z)
    }

    private func set(_ luma: WarpedPlane, _ blue: WarpedPlane, _ red: WarpedPlane, _ colors: WarpedColors) {
        set(.acrossFactor, integer: colors.across.sign)
        set(.acrossOffset, integer: colors.across.offset)
        set(.downFactor, integer: colors.down.sign)
        set(.downOffset, integer: colors.down.offset)
        set(luma, across: .lumaAcross, down: .lumaDown, last: .lastDistance)
        set(blue, across: .blueAcross, down: .blueDown, last: .lastBlue)
        set(red, across: .redAcross, down: .redDown, last: .lastRed)
        set(.lumaOffset, halves: colors.offset)
        set(.differenceOffset, halves: 8 * 128)
        set(.lumaFactor, halves: colors.luma)
        set(.redByCr, halves: colors.redByCr)
        set(.greenByCb, halves: colors.greenByCb)
        set(.greenByCr, halves: colors.greenByCr)
        set(.blueByCb, halves: colors.blueByCb)
        set(.white, halves: 255)
        let addresses = UnsafeMutableRawPointer(start + Name.addresses.rawValue * 8)
        addresses.storeBytes(of: blue.bytes.baseAddress, as: UnsafeRawPointer?.self)
        addresses.storeBytes(of: red.bytes.baseAddress, toByteOffset: 8, as: UnsafeRawPointer?.self)
    }

    private func set(_ plane: WarpedPlane, across: Name, down: Name, last: Name) {
        set(across, integer: plane.stepX)
        set(down, integer: plane.stepY)
        set(last, integer: plane.bytes.count - 4)
    }

    private func set(_ name: Name, integer: Int) { set(name, bits: UInt32(bitPattern: Int32(integer))) }

    /// Sets both halves of each lane.
    private func set(_ name: Name, halves: Int32) {
        let half = UInt32(UInt16(bitPattern: Int16(halves)))
        set(name, bits: half | half << 16)
    }

    private func set(_ name: Name, bits: UInt32) {
        for lane in 0..<8 { start[name.rawValue * 8 + lane] = bits }
    }

    private func set(_ name: Name, numbers: SIMD4<Double>) {
        UnsafeMutableRawPointer(start + name.rawValue * 8).storeBytes(of: numbers, as: SIMD4<Double>.self)
    }

    private func set(_ name: Name, number: Double) { set(name, numbers: SIMD4(repeating: number)) }
}
