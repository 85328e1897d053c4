import PoiseMachineCode

/// Emits the sampling of an image along a row of output pixels, eight at a time.
///
/// Positions and weights equal those of ``Sampler``, to the bit.
///
///     rdi  constants, see ``SamplerConstants``         rdx  output
///     rsi  bytes of the first plane                 rcx  groups of eight pixels left
///     r8   distance in bytes to positions to come   r9   bytes from a row of the image to the next
///     r10  such a position
///
/// With planes of color differences, these are at rax and r11, and r9 has their constants, which come on the stack.
struct SamplerEmitter: Hashable {
    /// How the pixels of an image lie in memory.
    enum Source: CaseIterable {
        /// Channels beside each other.
        case interleaved
        /// Planes of brightness and color differences.
        case yCbCr
        /// The same, with columns of the upright image as rows of the planes.
        case turnedYCbCr
    }

    /// Whether pixels beyond the edge of the image are black; otherwise the edge pixel is repeated.
    let isBlackOutside: Bool
    let source: Source

    init(isBlackOutside: Bool, source: Source) {
        self.isBlackOutside = isBlackOutside
        self.source = source
    }

    /// All emitters.
    static let all = Source.allCases.flatMap { source in
        [false, true].map { SamplerEmitter(isBlackOutside: $0, source: source) }
    }

    typealias Function =
        @convention(c) (
            UnsafePointer<UInt32>, UnsafePointer<UInt8>, UnsafeMutablePointer<Float>, Int, Int, Int,
            UnsafePointer<UInt32>
        ) -> Void

    // Registers that persist through an iteration; the lower registers are temporaries.
    private var columns: (VectorRegister, VectorRegister) { (VectorRegister(15), VectorRegister(14)) }
    private var across: Axis {
        Axis(first: VectorRegister(13), second: VectorRegister(12), weights: VectorRegister(11))
    }
    private var down: Axis { Axis(first: VectorRegister(10), second: VectorRegister(9), weights: VectorRegister(8)) }
    /// The direction in which neighbors are in one row of the memory, and the other; the order of weighting is free, since sums
    /// of integers are exact.
    private var inner: Axis { source == .turnedYCbCr ? down : across }
    private var outer: Axis { source == .turnedYCbCr ? across : down }
    private var scratch: [VectorRegister] { (0..<8).map { VectorRegister($0) } }

    /// The samples at eight positions along one direction.
    private struct Axis {
        /// Distances in bytes of the two adjacent pixels; their stored indices where color differences have planes.
        let first: VectorRegister
        let second: VectorRegister
        /// Weight of the first pixel in the lower half, of the second in the upper half.
        let weights: VectorRegister
    }

    func emit(_ code: inout Assembler) {
        code.load(columns.0, constant(.firstColumns))
        code.load(columns.1, constant(.nextColumns))
        if source != .interleaved {
            let addresses = SamplerConstants.PlaneName.addresses.offset
            code.loadPointer(.r9, Address(.rsp, 8))
            code.loadPointer(.rax, Address(.r9, addresses))
            code.loadPointer(.r11, Address(.r9, addresses + 8))
        }
        code.align()
        let next = code.here
        emitPlaces(&code)
        emitAxis(
            &code, across, places: scratch[2], last: .lastColumn, factor: .acrossFactor,
            offset: constant(.acrossOffset))
        emitAxis(
            &code, down, places: scratch[4], last: .lastRow, factor: .downFactor,
            offset: source == .interleaved ? nil : planeConstant(.downOffset))
        if source == .interleaved { emitPrefetches(&code) } else { emitNeighbors(&code) }
        let upper = [scratch[4], scratch[5], scratch[6]]
        emitRow(&code, outer.first, into: upper)
        let lower = [scratch[1], scratch[2], scratch[3]]
        emitRow(&code, outer.second, into: lower)
        emitColumns(&code, upper, lower)
        emitOutput(&code, upper)
        code.apply(.addDoubles, columns.0, columns.0, constant(.columnStep))
        code.apply(.addDoubles, columns.1, columns.1, constant(.columnStep))
        code.add(.rdx, 3 * 8 * 4)
        code.countDown(.rcx, to: next)
        code.returnToCaller()
    }

    private func constant(_ name: SamplerConstants.Name) -> Address { Address(.rdi, name.offset) }
    private func planeConstant(_ name: SamplerConstants.PlaneName) -> Address { Address(.r9, name.offset) }

    /// Computes positions in 1/32 pixels: x in the third and y in the fifth register.
    private func emitPlaces(_ code: inout Assembler) {
        let factor = scratch[0]
        let sum = scratch[1]
        for (column, x, y) in [(columns.0, scratch[2], scratch[4]), (columns.1, scratch[3], scratch[5])] {
            code.apply(.multiplyDoubles, factor, column, constant(.divisorSlope))
            code.apply(.addDoubles, factor, factor, constant(.divisorStart))
            code.load(sum, constant(.unit))
            code.apply(.divideDoubles, factor, sum, factor)
            for (target, slope, start) in [
                (x, SamplerConstants.Name.xSlope, SamplerConstants.Name.xStart), (y, .ySlope, .yStart),
            ] {
                code.apply(.multiplyDoubles, sum, column, constant(slope))
                code.apply(.addDoubles, sum, sum, constant(start))
                code.apply(.multiplyDoubles, sum, sum, factor)
                // NaN becomes the lower bound.
                code.apply(.maximumDoubles, sum, sum, constant(.farBefore))
                code.apply(.minimumDoubles, sum, sum, constant(.farBehind))
                code.convertDoublesToIntegers(target, sum)
            }
        }
        code.joinFours(scratch[2], lower: scratch[2], upper: scratch[3])
        code.joinFours(scratch[4], lower: scratch[4], upper: scratch[5])
    }

    /// Computes distances and weights of the pixels on both sides of the positions.
    private func emitAxis(
        _ code: inout Assembler, _ axis: Axis, places: VectorRegister, last: SamplerConstants.Name,
        factor: SamplerConstants.Name, offset: Address?
    ) {
        let (fraction, before, behind, zero) = (scratch[0], scratch[1], scratch[3], scratch[7])
        // (32 - fraction) + fraction << 16
        code.apply(.and, fraction, places, constant(.thirtyOne))
        code.shift(axis.weights, fraction, .left, by: 16)
        code.apply(.subtractIntegers, axis.weights, axis.weights, fraction)
        code.apply(.addIntegers, axis.weights, axis.weights, constant(.thirtyTwo))

        code.shift(before, places, .rightSigned, by: 5)
        // All bits set are -1.
        code.apply(.equalIntegers, behind, behind, behind)
        code.apply(.subtractIntegers, behind, before, behind)
        code.clear(zero)
        for (pixel, place) in [(axis.first, before), (axis.second, behind)] {
            code.apply(.maximumIntegers, pixel, place, zero)
            code.apply(.minimumIntegers, pixel, pixel, constant(last))
        }
        if isBlackOutside {
            // A pixel that was clamped has no weight.
            code.apply(.equalIntegers, before, before, axis.first)
            code.apply(.equalIntegers, behind, behind, axis.second)
            code.joinHalves(before, lower: before, upper: behind)
            code.apply(.and, axis.weights, axis.weights, before)
        }
        for pixel in [axis.first, axis.second] {
            code.apply(.multiplyIntegers, pixel, pixel, constant(factor))
            if let offset { code.apply(.addIntegers, pixel, pixel, offset) }
        }
    }

    /// Prefetches the pixels of a later output row: each is on other memory pages, whose translation takes long.
    private func emitPrefetches(_ code: inout Assembler) {
        code.apply(.addIntegers, scratch[0], across.first, down.first)
        emitPrefetch(&code, of: scratch[0])
        code.add(.r10, .r9)
        code.prefetch(Address(.r10))
    }

    /// Computes the three channels of an image row, weighted horizontally. Overwrites the first four registers and the
    /// targets.
    private func emitRow(_ code: inout Assembler, _ row: VectorRegister, into channels: [VectorRegister]) {
        switch source {
        case .interleaved: emitInterleavedRow(&code, row, into: channels)
        case .yCbCr, .turnedYCbCr: emitYCbCrRow(&code, row, into: channels)
        }
    }

    private func emitInterleavedRow(
        _ code: inout Assembler, _ row: VectorRegister, into channels: [VectorRegister]
    ) {
        let (left, right, distance, mask) = (scratch[0], scratch[7], scratch[2], scratch[3])
        for (pixel, column) in [(left, across.first), (right, across.second)] {
            // Four bytes are read. For the last pixel the four bytes that end with it are read and shifted.
            code.apply(.addIntegers, mask, row, column)
            code.apply(.minimumIntegers, distance, mask, constant(.lastDistance))
            code.apply(.subtractIntegers, scratch[1], mask, distance)
            code.shift(scratch[1], scratch[1], .left, by: 3)
            code.apply(.equalIntegers, mask, mask, mask)
            code.gather(pixel, .rsi, distance, mask: mask)
            code.apply(.shiftRight, pixel, pixel, scratch[1])
        }
        let (red, green, blue) = (channels[0], channels[1], channels[2])
        code.shift(green, left, .right, by: 8)
        code.apply(.and, green, green, constant(.lowerByte))
        code.apply(.and, left, left, constant(.evenBytes))
        code.shift(blue, left, .right, by: 16)
        // The right pixel's channels in the upper halves: green first, then red and blue.
        code.shift(red, right, .left, by: 8)
        code.apply(.and, right, right, constant(.evenBytes))
        code.apply(.and, red, red, constant(.thirdByte))
        code.apply(.or, green, green, red)
        code.joinHalves(blue, lower: blue, upper: right)
        code.shift(right, right, .left, by: 16)
        code.joinHalves(red, lower: left, upper: right)
        for channel in channels { code.apply(.multiplyAddHalves, channel, channel, across.weights) }
    }

    /// Converts to RGB before pixels are weighted, as if the whole image had been converted.
    private func emitYCbCrRow(_ code: inout Assembler, _ row: VectorRegister, into channels: [VectorRegister]) {
        let (value, right, distance, excess, mask) = (scratch[0], scratch[7], scratch[1], scratch[2], scratch[3])
        /// Distances of the first of two neighbors. Four bytes are read from there: for the last pixels the four bytes that
        /// end the plane, which are then shifted.
        func emitDistance(_ place: SamplerConstants.PlaneName, last: Address) {
            code.apply(.addIntegers, mask, mask, planeConstant(place))
            code.apply(.minimumIntegers, distance, mask, last)
            code.apply(.subtractIntegers, excess, mask, distance)
            code.shift(excess, excess, .left, by: 3)
        }
        /// Loads both neighbors, times 8, into the halves of the value.
        func emitPair(
            _ base: GeneralRegister, _ left: SamplerConstants.PlaneName, _ rightBits: SamplerConstants.PlaneName
        ) {
            code.apply(.equalIntegers, mask, mask, mask)
            code.gather(value, base, distance, mask: mask)
            code.apply(.shiftRight, value, value, excess)
            code.apply(.shiftRight, right, value, planeConstant(rightBits))
            code.apply(.shiftRight, value, value, planeConstant(left))
            code.apply(.and, right, right, constant(.lowerByte))
            code.apply(.and, value, value, constant(.lowerByte))
            code.shift(right, right, .left, by: 16 + 3)
            code.shift(value, value, .left, by: 3)
            code.apply(.or, value, value, right)
        }
        code.apply(.multiplyIntegers, mask, row, planeConstant(.lumaStride))
        emitDistance(.lumaPlace, last: constant(.lastDistance))
        emitPrefetch(&code, of: distance)
        emitPair(.rsi, .lumaLeft, .lumaRight)
        code.apply(.subtractHalves, value, value, planeConstant(.lumaOffset))
        code.apply(.multiplyHalves, value, value, planeConstant(.lumaFactor))
        code.store(value, planeConstant(.lumaResult))

        code.shift(mask, row, .right, by: 1)
        code.apply(.multiplyIntegers, mask, mask, planeConstant(.differenceStride))
        emitDistance(.differencePlace, last: planeConstant(.lastDifference))
        emitPair(.rax, .differenceLeft, .differenceRight)
        code.apply(.subtractHalves, value, value, planeConstant(.differenceOffset))
        code.store(value, planeConstant(.blueResult))
        emitPair(.r11, .differenceLeft, .differenceRight)
        code.apply(.subtractHalves, value, value, planeConstant(.differenceOffset))

        let (zero, red, green, other, blue) = (scratch[0], scratch[1], scratch[2], scratch[3], scratch[7])
        code.load(blue, planeConstant(.blueResult))
        code.apply(.multiplyHalves, red, value, planeConstant(.redByCr))
        code.apply(.multiplyHalves, green, value, planeConstant(.greenByCr))
        code.apply(.multiplyHalves, other, blue, planeConstant(.greenByCb))
        code.apply(.addHalves, green, green, other)
        code.apply(.multiplyHalves, blue, blue, planeConstant(.blueByCb))
        code.clear(zero)
        for (channel, target) in zip([red, green, blue], channels) {
            code.apply(.addHalves, channel, channel, planeConstant(.lumaResult))
            code.apply(.maximumHalves, channel, channel, zero)
            code.apply(.minimumHalves, channel, channel, planeConstant(.white))
            code.apply(.multiplyAddHalves, target, channel, inner.weights)
        }
    }

    /// Computes the distances of neighbors in rows of planes: they lie beside each other, so that one gather reads both.
    private func emitNeighbors(_ code: inout Assembler) {
        let (first, place, difference) = (scratch[0], scratch[1], scratch[2])
        code.apply(.minimumIntegers, first, inner.first, inner.second)
        code.store(first, planeConstant(.lumaPlace))
        code.shift(place, first, .right, by: 1)
        code.apply(.multiplyIntegers, difference, place, planeConstant(.differenceBytes))
        code.store(difference, planeConstant(.differencePlace))
        for (pixel, bits, differenceBits) in [
            (inner.first, SamplerConstants.PlaneName.lumaLeft, SamplerConstants.PlaneName.differenceLeft),
            (inner.second, .lumaRight, .differenceRight),
        ] {
            code.apply(.subtractIntegers, difference, pixel, first)
            code.shift(difference, difference, .left, by: 3)
            code.store(difference, planeConstant(bits))
            code.shift(difference, pixel, .right, by: 1)
            code.apply(.subtractIntegers, difference, difference, place)
            code.apply(.multiplyIntegers, difference, difference, planeConstant(.differenceBits))
            code.store(difference, planeConstant(differenceBits))
        }
    }

    /// Prefetches the pixel of a later output row.
    private func emitPrefetch(_ code: inout Assembler, of distance: VectorRegister) {
        code.extractFirst(.r10, distance)
        code.add(.r10, .rsi)
        code.add(.r10, .r8)
        code.prefetch(Address(.r10))
    }

    /// Weights both rows vertically and rounds to bytes; the result is in the registers of the upper row.
    private func emitColumns(_ code: inout Assembler, _ upper: [VectorRegister], _ lower: [VectorRegister]) {
        for (upper, lower) in zip(upper, lower) {
            code.shift(lower, lower, .left, by: 16)
            code.apply(.or, upper, upper, lower)
            code.apply(.multiplyAddHalves, upper, upper, outer.weights)
            code.apply(.addIntegers, upper, upper, constant(.half))
            code.shift(upper, upper, .right, by: 10)
        }
    }

    /// Interleaves the channels and scales them to the input's range.
    private func emitOutput(_ code: inout Assembler, _ channels: [VectorRegister]) {
        let (pixels, values) = (channels[0], scratch[0])
        code.shift(channels[1], channels[1], .left, by: 8)
        code.shift(channels[2], channels[2], .left, by: 16)
        code.apply(.or, pixels, pixels, channels[1])
        code.apply(.or, pixels, pixels, channels[2])
        for (number, names) in SamplerConstants.spread.enumerated() {
            code.load(values, constant(names.pixels))
            code.apply(.select, values, values, pixels)
            code.apply(.shiftRight, values, values, constant(names.shifts))
            code.apply(.and, values, values, constant(.lowerByte))
            code.convertToSingles(values, values)
            code.apply(.multiplySingles, values, values, constant(.scale))
            code.add(values, values, constant(.offset))
            code.store(values, Address(.rdx, number * 32))
        }
    }
}
