extension Assembler {
    /// The encoding fields that an instruction fixes.
    struct Opcode {
        let code: UInt8
        /// 1: 0F, 2: 0F 38, 3: 0F 3A
        let map: UInt8
        /// 0: none, 1: 66, 3: F2
        let prefix: UInt8
        /// Whether elements have 64 bits.
        var isWide = false

        static let load = Opcode(code: 0x10, map: 1, prefix: 0)
        static let store = Opcode(code: 0x11, map: 1, prefix: 0)
        static let copy = Opcode(code: 0x28, map: 1, prefix: 0)
        static let broadcast = Opcode(code: 0x18, map: 2, prefix: 1)
        static let convertHalf = Opcode(code: 0x13, map: 2, prefix: 1)
        static let fusedMultiplyAdd = Opcode(code: 0xB8, map: 2, prefix: 1)
        static let add = Opcode(code: 0x58, map: 1, prefix: 0)
        static let multiply = Opcode(code: 0x59, map: 1, prefix: 0)
        static let subtract = Opcode(code: 0x5C, map: 1, prefix: 0)
        static let minimum = Opcode(code: 0x5D, map: 1, prefix: 0)
        static let maximum = Opcode(code: 0x5F, map: 1, prefix: 0)
        static let unpackLow = Opcode(code: 0x14, map: 1, prefix: 0)
        static let unpackHigh = Opcode(code: 0x15, map: 1, prefix: 0)
        static let shuffle = Opcode(code: 0xC6, map: 1, prefix: 0)
        static let permutePairs = Opcode(code: 0x01, map: 3, prefix: 1, isWide: true)
        static let permuteBoth = Opcode(code: 0x7F, map: 2, prefix: 1)
        static let insertQuad = Opcode(code: 0x18, map: 3, prefix: 1)  // vinsertf128, vinsertf32x4
        static let extractQuad = Opcode(code: 0x19, map: 3, prefix: 1)  // vextractf128, vextractf32x4
        static let and = Opcode(code: 0xDB, map: 1, prefix: 1)  // vpand, vpandd
        static let exclusiveOr = Opcode(code: 0xEF, map: 1, prefix: 1)  // vpxor, vpxord
        static let permute = Opcode(code: 0x16, map: 2, prefix: 1)
        static let broadcastQuad = Opcode(code: 0x1A, map: 2, prefix: 1)  // vbroadcastf128, vbroadcastf32x4
    }

    /// target = memory
    package mutating func load(_ target: VectorRegister, _ address: Address) { encode(.load, target, nil, address) }

    /// memory = source
    package mutating func store(_ source: VectorRegister, _ address: Address) { encode(.store, source, nil, address) }

    /// every lane of target = the one element in memory
    package mutating func broadcast(_ target: VectorRegister, _ address: Address) {
        encode(.broadcast, target, nil, address, operandBytes: 4)
    }

    /// target = half-precision elements in memory, half as many bytes
    package mutating func loadHalf(_ target: VectorRegister, _ address: Address) {
        encode(.convertHalf, target, nil, address, operandBytes: width.bytes / 2)
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

    /// target = the lane-wise maximum of a and b
    package mutating func maximum(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.maximum, target, a, b)
    }

    /// target = the lane-wise maximum of a and memory
    package mutating func maximum(_ target: VectorRegister, _ a: VectorRegister, _ address: Address) {
        encode(.maximum, target, a, address)
    }

    /// target = the lane-wise minimum of a and b
    package mutating func minimum(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.minimum, target, a, b)
    }

    /// target = the bitwise AND of a and memory
    package mutating func and(_ target: VectorRegister, _ a: VectorRegister, _ address: Address) {
        encode(.and, target, a, address)
    }

    // MARK: Across lanes

    /// target = the lanes of source at the given indices
    package mutating func permute(_ target: VectorRegister, indices: VectorRegister, _ source: VectorRegister) {
        encode(.permute, target, indices, source)
    }

    /// every quad of target = the four elements in memory
    package mutating func broadcastQuad(_ target: VectorRegister, _ address: Address) {
        encode(.broadcastQuad, target, nil, address, operandBytes: 16)
    }

    /// in each quad: target = a0, b0, a1, b1
    package mutating func unpackLow(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.unpackLow, target, a, b)
    }

    /// in each quad: target = a2, b2, a3, b3
    package mutating func unpackHigh(_ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister) {
        encode(.unpackHigh, target, a, b)
    }

    /// in each quad: target = two lanes of a, then two of b, by their numbers
    package mutating func shuffle(
        _ target: VectorRegister, _ a: VectorRegister, _ b: VectorRegister, lanes: (UInt8, UInt8, UInt8, UInt8)
    ) {
        encode(.shuffle, target, a, b)
        emit(lanes.0 | lanes.1 << 2 | lanes.2 << 4 | lanes.3 << 6)
    }

    /// target = the four pairs of lanes of source, by their numbers; 256-bit vectors only
    package mutating func permutePairs(
        _ target: VectorRegister, _ source: VectorRegister, pairs: (UInt8, UInt8, UInt8, UInt8)
    ) {
        precondition(width == .eight, "with wider vectors it would permute each half separately")
        encode(.permutePairs, target, nil, source)
        emit(pairs.0 | pairs.1 << 2 | pairs.2 << 4 | pairs.3 << 6)
    }

    /// target = the lanes of target and then other, numbered consecutively, at the given indices; 512-bit vectors only
    package mutating func permuteBoth(
        _ target: VectorRegister, indices: VectorRegister, _ other: VectorRegister
    ) {
        precondition(width == .sixteen, "AVX2 has no such instruction")
        encode(.permuteBoth, target, indices, other)
    }

    /// target = source, with one quad replaced from memory
    package mutating func insertQuad(
        _ target: VectorRegister, _ source: VectorRegister, _ address: Address, quad: Int
    ) {
        encode(.insertQuad, target, source, address, operandBytes: 16)
        emit(UInt8(quad))
    }

    /// memory = one quad of source
    package mutating func storeQuad(_ source: VectorRegister, quad: Int, _ address: Address) {
        encode(.extractQuad, source, nil, address, operandBytes: 16)
        emit(UInt8(quad))
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

    /// Emits the VEX or EVEX prefix: the upper bits of the operands' numbers (most of them inverted), and what the
    /// opcode fixes.
    private mutating func encodePrefix(
        _ opcode: Opcode, _ register: VectorRegister, _ second: VectorRegister?, third: UInt8, extends: UInt8
    ) {
        let first = register.number
        let other = second?.number ?? 0
        let wide: UInt8 = opcode.isWide ? 0x80 : 0
        switch width {
        case .eight:
            precondition(max(first, other, third) < 16, "AVX2 has 16 registers")
            emit(0xC4)
            emit((first >> 3 ^ 1) << 7 | 1 << 6 | (third >> 3 ^ 1) << 5 | opcode.map)
            emit(wide | (~other & 15) << 3 | 1 << 2 | opcode.prefix)
        case .sixteen:
            emit(0x62)
            emit(
                (first >> 3 & 1 ^ 1) << 7 | (extends ^ 1) << 6 | (third >> 3 & 1 ^ 1) << 5 | (first >> 4 ^ 1) << 4
                    | opcode.map)
            emit(wide | (~other & 15) << 3 | 1 << 2 | opcode.prefix)
            emit(0b10 << 5 | (other >> 4 ^ 1) << 3)
        }
    }
}
