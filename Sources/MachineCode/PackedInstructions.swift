/// Instructions on vectors of eight 32-bit integers or four doubles: AVX2, even where wider vectors exist.
extension Assembler {
    /// An operation on two vectors, lane by lane unless stated otherwise.
    package enum PackedOperation: CaseIterable {
        case addDoubles, multiplyDoubles, divideDoubles
        /// These return the second operand if either is NaN.
        case minimumDoubles, maximumDoubles
        case multiplySingles
        case addIntegers, subtractIntegers, multiplyIntegers, minimumIntegers, maximumIntegers
        /// All bits set where the lanes are equal.
        case equalIntegers
        case and, or
        /// Products of the signed 16-bit halves, summed.
        case multiplyAddHalves
        /// Signed 16-bit halves; of products the upper half.
        case addHalves, subtractHalves, multiplyHalves, minimumHalves, maximumHalves
        /// The first operand shifted right by the second.
        case shiftRight
        /// The lanes of the second operand at the indices of the first.
        case select

        fileprivate var opcode: Opcode {
            switch self {
            case .addDoubles: Opcode(code: 0x58, map: 1, prefix: 1)
            case .multiplyDoubles: Opcode(code: 0x59, map: 1, prefix: 1)
            case .divideDoubles: Opcode(code: 0x5E, map: 1, prefix: 1)
            case .minimumDoubles: Opcode(code: 0x5D, map: 1, prefix: 1)
            case .maximumDoubles: Opcode(code: 0x5F, map: 1, prefix: 1)
            case .multiplySingles: Opcode(code: 0x59, map: 1, prefix: 0)
            case .addIntegers: Opcode(code: 0xFE, map: 1, prefix: 1)
            case .subtractIntegers: Opcode(code: 0xFA, map: 1, prefix: 1)
            case .multiplyIntegers: Opcode(code: 0x40, map: 2, prefix: 1)
            case .minimumIntegers: Opcode(code: 0x39, map: 2, prefix: 1)
            case .maximumIntegers: Opcode(code: 0x3D, map: 2, prefix: 1)
            case .equalIntegers: Opcode(code: 0x76, map: 1, prefix: 1)
            case .and: Opcode(code: 0xDB, map: 1, prefix: 1)
            case .or: Opcode(code: 0xEB, map: 1, prefix: 1)
            case .multiplyAddHalves: Opcode(code: 0xF5, map: 1, prefix: 1)
            case .addHalves: Opcode(code: 0xFD, map: 1, prefix: 1)
            case .subtractHalves: Opcode(code: 0xF9, map: 1, prefix: 1)
            case .multiplyHalves: Opcode(code: 0xE5, map: 1, prefix: 1)
            case .minimumHalves: Opcode(code: 0xEA, map: 1, prefix: 1)
            case .maximumHalves: Opcode(code: 0xEE, map: 1, prefix: 1)
            case .shiftRight: Opcode(code: 0x45, map: 2, prefix: 1)
            case .select: Opcode(code: 0x36, map: 2, prefix: 1)
            }
        }
    }

    /// target = operation(first, second)
    package mutating func apply(
        _ operation: PackedOperation, _ target: VectorRegister, _ first: VectorRegister, _ second: VectorRegister
    ) {
        checkWidth()
        encode(operation.opcode, target, first, second)
    }

    /// target = operation(first, memory)
    package mutating func apply(
        _ operation: PackedOperation, _ target: VectorRegister, _ first: VectorRegister, _ address: Address
    ) {
        checkWidth()
        encode(operation.opcode, target, first, address)
    }

    /// A shift of all integers by the same number of bits.
    package enum Shift: UInt8, CaseIterable {
        case right = 2
        /// An arithmetic shift, which copies the sign.
        case rightSigned = 4
        case left = 6
    }

    /// target = source shifted by `bits` bits
    package mutating func shift(_ target: VectorRegister, _ source: VectorRegister, _ shift: Shift, by bits: UInt8) {
        checkWidth()
        encode(Opcode(code: 0x72, map: 1, prefix: 1), VectorRegister(Int(shift.rawValue)), target, source)
        emit(bits)
    }

    /// target = the lower 16 bits of each lane of one vector, the upper 16 bits of another
    package mutating func joinHalves(_ target: VectorRegister, lower: VectorRegister, upper: VectorRegister) {
        checkWidth()
        encode(Opcode(code: 0x0E, map: 3, prefix: 1), target, lower, upper)
        emit(0xAA)
    }

    /// target = four lanes of one vector, and the lower four of another
    package mutating func joinFours(_ target: VectorRegister, lower: VectorRegister, upper: VectorRegister) {
        checkWidth()
        encode(Opcode(code: 0x38, map: 3, prefix: 1), target, lower, upper)
        emit(1)
    }

    /// target = four doubles as integers in the lower lanes, rounded to nearest, ties to even
    package mutating func convertDoublesToIntegers(_ target: VectorRegister, _ source: VectorRegister) {
        checkWidth()
        encode(Opcode(code: 0xE6, map: 1, prefix: 3), target, nil, source)
    }

    /// target = integers as single-precision numbers
    package mutating func convertToSingles(_ target: VectorRegister, _ source: VectorRegister) {
        checkWidth()
        encode(Opcode(code: 0x5B, map: 1, prefix: 0), target, nil, source)
    }

    /// target = 32 bits from each of eight addresses, a register plus distances in bytes. All bits of the mask must be
    /// set before, and are clear after.
    package mutating func gather(
        _ target: VectorRegister, _ base: GeneralRegister, _ distances: VectorRegister, mask: VectorRegister
    ) {
        checkWidth()
        precondition(target != distances && target != mask && mask != distances, "a gather takes three registers")
        precondition(base.rawValue & 7 != 5, "rbp and r13 require the longer form")
        emit(0xC4)
        emit(
            (target.number >> 3 ^ 1) << 7 | (distances.number >> 3 ^ 1) << 6 | (base.rawValue >> 3 ^ 1) << 5 | 2)
        emit((~mask.number & 15) << 3 | 1 << 2 | 1)
        emit(0x90, (target.number & 7) << 3 | 4, (distances.number & 7) << 3 | base.rawValue & 7)
    }

    /// target = the first lane of source, as an unsigned integer
    package mutating func extractFirst(_ target: GeneralRegister, _ source: VectorRegister) {
        checkWidth()
        emit(0xC4, (source.number >> 3 ^ 1) << 7 | 1 << 6 | (target.rawValue >> 3 ^ 1) << 5 | 1, 0x79, 0x7E)
        emit(0xC0 | (source.number & 7) << 3 | target.rawValue & 7)
    }

    private func checkWidth() { precondition(width == .eight, "these instructions require vectors of eight") }
}
