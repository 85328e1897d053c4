extension Assembler {
    /// The fields of an encoding that an instruction fixes.
    struct Opcode {
        let code: UInt8
        /// 1: 0F, 2: 0F 38, 3: 0F 3A
        let map: UInt8
        /// 0: none, 1: 66, 3: F2
        let prefix: UInt8

        static let load = Opcode(code: 0x10, map: 1, prefix: 0)
        static let store = Opcode(code: 0x11, map: 1, prefix: 0)
        static let copy = Opcode(code: 0x28, map: 1, prefix: 0)
        static let broadcast = Opcode(code: 0x18, map: 2, prefix: 1)
        static let fusedMultiplyAdd = Opcode(code: 0xB8, map: 2, prefix: 1)
        static let add = Opcode(code: 0x58, map: 1, prefix: 0)
        static let multiply = Opcode(code: 0x59, map: 1, prefix: 0)
        static let subtract = Opcode(code: 0x5C, map: 1, prefix: 0)
        static let minimum = Opcode(code: 0x5D, map: 1, prefix: 0)
        static let maximum = Opcode(code: 0x5F, map: 1, prefix: 0)
        static let exclusiveOr = Opcode(code: 0xEF, map: 1, prefix: 1)  // vpxor, vpxord
    }

    /// target = memory
    package mutating func load(_ target: VectorRegister, _ address: Address) { encode(.load, target, nil, address) }

    /// memory = source
    package mutating func store(_ source: VectorRegister, _ address: Address) { encode(.store, source, nil, address) }

    /// Every lane of target = the one number in memory
    package mutating func broadcast(_ target: VectorRegister, _ address: Address) {
        encode(.broadcast, target, nil, address, operandBytes: 4)
    }

    /// target = source
    package mutating func copy(_ target: VectorRegister, _ source: VectorRegister) {
        encode(.copy, target, nil, source)
    }

    /// target = 0
    package mutating func clear(_ target: VectorRegister) { encode(.exclusiveOr, target, target, target) }

    /// sum += a * b, rounded once
    package mutating func multiplyAdd(_ sum: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.fusedMultiplyAdd, sum, a, b)
    }

    /// sum += a * memory, rounded once
    package mutating func multiplyAdd(_ sum: VectorRegister, _ a: VectorRegister, _ address: Address) {
        encode(.fusedMultiplyAdd, sum, a, address)
    }

    /// target = a + b
    package mutating func add(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.add, target, a, b)
    }

    /// target = a + memory
    package mutating func add(_ target: VectorRegister, _ a: VectorRegister, _ address: Address) {
        encode(.add, target, a, address)
    }

    /// target = a - b
    package mutating func subtract(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.subtract, target, a, b)
    }

    /// target = a * b
    package mutating func multiply(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.multiply, target, a, b)
    }

    /// target = the larger of each two
    package mutating func maximum(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.maximum, target, a, b)
    }

    /// target = the larger of a and memory
    package mutating func maximum(_ target: VectorRegister, _ a: VectorRegister, _ address: Address) {
        encode(.maximum, target, a, address)
    }

    /// target = the smaller of each two
    package mutating func minimum(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.minimum, target, a, b)
    }

    mutating func encode(
        _ opcode: Opcode, _ register: VectorRegister, _ second: VectorRegister?, _ third: VectorRegister
    ) {
        let number = third.number
        encodePrefix(opcode, register, second, third: number, extends: number >> 4)
        emit(opcode.code, 0xC0 | (register.number & 7) << 3 | number & 7)
    }

    mutating func encode(
        _ opcode: Opcode, _ register: VectorRegister, _ second: VectorRegister?, _ address: Address,
        operandBytes: Int? = nil
    ) {
        encodePrefix(opcode, register, second, third: address.base.rawValue, extends: 0)
        emit(opcode.code)
        let scale = width == .eight ? 1 : Int32(operandBytes ?? width.bytes)
        emitMemory(register: register.number, address, scale: scale)
    }

    /// The VEX or EVEX prefix: the upper bits of the operands' numbers (most of them inverted), and what the opcode fixes.
    private mutating func encodePrefix(
        _ opcode: Opcode, _ register: VectorRegister, _ second: VectorRegister?, third: UInt8, extends: UInt8
    ) {
        let first = register.number
        let other = second?.number ?? 0
        switch width {
        case .eight:
            precondition(max(first, other, third) < 16, "AVX2 has 16 registers")
            emit(0xC4)
            emit((first >> 3 ^ 1) << 7 | 1 << 6 | (third >> 3 ^ 1) << 5 | opcode.map)
            emit((~other & 15) << 3 | 1 << 2 | opcode.prefix)
        case .sixteen:
            emit(0x62)
            emit(
                (first >> 3 & 1 ^ 1) << 7 | (extends ^ 1) << 6 | (third >> 3 & 1 ^ 1) << 5 | (first >> 4 ^ 1) << 4
                    | opcode.map)
            emit((~other & 15) << 3 | 1 << 2 | opcode.prefix)
            emit(0b10 << 5 | (other >> 4 ^ 1) << 3)
        }
    }
}
