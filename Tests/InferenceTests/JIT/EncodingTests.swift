import PoiseMachineCode
import PoiseInference
import Testing

/// Every instruction of the assembler, with every register and many displacements, against the output of objdump.
@Suite(.enabled(if: Disassembler.isAvailable, "needs objdump")) struct EncodingTests {
    /// Code and its expected disassembly.
    private struct Listing {
        var code: Assembler
        var expected: [(offset: Int, text: String)] = []

        init(_ width: VectorWidth) { code = Assembler(width: width) }

        /// Records the text of an instruction before it is emitted.
        mutating func expect(_ text: String, _ emit: (inout Assembler) -> Void) {
            expected.append((code.bytes.count, text))
            emit(&code)
        }

        /// Returns the number of instructions that differ, and the first one.
        func differences() throws -> (count: Int, first: String) {
            let actual = try Disassembler.instructions(of: code.bytes)
            guard actual.count == expected.count else {
                let place = zip(actual, expected).first { $0 != $1 }
                return (abs(actual.count - expected.count), "\(String(describing: place))")
            }
            let wrong = zip(expected, actual).filter { $0 != $1 }
            return (wrong.count, wrong.first.map { "\($0) reads as \($1)" } ?? "")
        }
    }

    /// Zero, small values, values around a vector and its multiples, the limits of the short forms, large values.
    private static let displacements = [
        0, 1, 4, -4, 32, 64, -64, 96, 124, 127, 128, -128, -129, -132, 508, 512, -512, -516, 4064, 4096, 8128, 8192,
        -8192,
        -8256, 123_456, -123_456, Int(Int32.max), Int(Int32.max) - 63, Int(Int32.min), Int(Int32.min) + 64,
    ]

    /// Returns the name of the lower 32 bits.
    private func half(_ register: GeneralRegister) -> String {
        register.rawValue < 8 ? "e\("\(register)".dropFirst())" : "\(register)d"
    }

    private static let addresses = GeneralRegister.allCases.flatMap { base in
        displacements.map { Address(base, $0) }
    }

    @Test(arguments: VectorWidth.allCases) func vectorInstructions(width: VectorWidth) throws {
        let letter = width == .eight ? "y" : "z"
        let memory = "\(letter.uppercased())MMWORD PTR "
        let halfMemory = width == .eight ? "XMMWORD PTR " : "YMMWORD PTR "
        let clearing = width == .eight ? "vpxor" : "vpxord"
        func name(_ register: VectorRegister) -> String { "\(letter)mm\(register.number)" }
        let registers = (0..<width.registerCount).map { VectorRegister($0) }
        var listing = Listing(width)

        for (index, address) in Self.addresses.enumerated() {
            for register in [registers[index % registers.count], registers[(index * 7 + 3) % registers.count]] {
                let other = registers[(index * 5 + Int(register.number)) % registers.count]
                let (target, source, place) = (name(register), name(other), memory + address.text)
                listing.expect("vmovups \(target),\(place)") { $0.load(register, address) }
                listing.expect("vcvtph2ps \(target),\(halfMemory)\(address.text)") { $0.loadHalf(register, address) }
                listing.expect("vmovups \(place),\(target)") { $0.store(register, address) }
                listing.expect("vbroadcastss \(target),DWORD PTR \(address.text)") { $0.broadcast(register, address) }
                listing.expect("vfmadd231ps \(target),\(source),\(place)") { $0.multiplyAdd(register, other, address) }
                listing.expect("vaddps \(target),\(source),\(place)") { $0.add(register, other, address) }
                listing.expect("vmaxps \(target),\(source),\(place)") { $0.maximum(register, other, address) }
            }
        }
        let quadCount = width.lanes / 4
        let (insert, extract, and) =
            width == .eight
            ? ("vinsertf128", "vextractf128", "vpand") : ("vinsertf32x4", "vextractf32x4", "vpandd")
        for (index, address) in Self.addresses.enumerated() {
            let (a, b) = (registers[index % registers.count], registers[(index * 5 + 1) % registers.count])
            let quad = index % quadCount
            let place = "XMMWORD PTR " + address.text
            listing.expect("\(and) \(name(a)),\(name(b)),\(memory + address.text)") { $0.and(a, b, address) }
            listing.expect("\(insert) \(name(a)),\(name(b)),\(place),0x\(quad)") {
                $0.insertQuad(a, b, address, quad: quad)
            }
            let broadcast = width == .eight ? "vbroadcastf128" : "vbroadcastf32x4"
            listing.expect("\(broadcast) \(name(a)),\(place)") { $0.broadcastQuad(a, address) }
            listing.expect("\(extract) \(place),\(name(a)),0x\(quad)") { $0.storeQuad(a, quad: quad, address) }
        }
        for a in registers {
            listing.expect("\(clearing) \(name(a)),\(name(a)),\(name(a))") { $0.clear(a) }
            for b in registers {
                listing.expect("vmovaps \(name(a)),\(name(b))") { $0.copy(a, b) }
                // Each pair of operands, in each position, with some third operand.
                let c = registers[(Int(a.number) * 11 + Int(b.number) * 3 + 5) % registers.count]
                for (x, y, z) in [(a, b, c), (a, c, b), (c, a, b)] {
                    let operands = [x, y, z].map(name).joined(separator: ",")
                    listing.expect("vfmadd231ps " + operands) { $0.multiplyAdd(x, y, z) }
                    listing.expect("vaddps " + operands) { $0.add(x, y, z) }
                    listing.expect("vsubps " + operands) { $0.subtract(x, y, z) }
                    listing.expect("vmulps " + operands) { $0.multiply(x, y, z) }
                    listing.expect("vminps " + operands) { $0.minimum(x, y, z) }
                    listing.expect("vmaxps " + operands) { $0.maximum(x, y, z) }
                    listing.expect("vpermps " + operands) { $0.permute(x, indices: y, z) }
                    listing.expect("vunpcklps " + operands) { $0.unpackLow(x, y, z) }
                    listing.expect("vunpckhps " + operands) { $0.unpackHigh(x, y, z) }
                    listing.expect("vshufps " + operands + ",0xd8") { $0.shuffle(x, y, z, lanes: (0, 2, 1, 3)) }
                    if width == .sixteen {
                        listing.expect("vpermt2ps " + operands) { $0.permuteBoth(x, indices: y, z) }
                    } else {
                        listing.expect("vpermpd \(name(x)),\(name(y)),0xd8") {
                            $0.permutePairs(x, y, pairs: (0, 2, 1, 3))
                        }
                    }
                }
            }
        }
        let differences = try listing.differences()
        #expect(differences.count == 0, "\(differences.first)")
    }

    @Test func packedInstructions() throws {
        let registers = (0..<16).map { VectorRegister($0) }
        func name(_ register: VectorRegister) -> String { "ymm\(register.number)" }
        var listing = Listing(.eight)
        for a in registers {
            for b in registers {
                let c = registers[(Int(a.number) * 11 + Int(b.number) * 3 + 5) % registers.count]
                let address = Self.addresses[(Int(a.number) * 97 + Int(b.number) * 31) % Self.addresses.count]
                for operation in Assembler.PackedOperation.allCases {
                    let text = "\(operation.mnemonic) \(name(a)),\(name(b)),"
                    listing.expect(text + name(c)) { $0.apply(operation, a, b, c) }
                    listing.expect(text + "YMMWORD PTR " + address.text) { $0.apply(operation, a, b, address) }
                }
                for shift in Assembler.Shift.allCases {
                    listing.expect("\(shift.mnemonic) \(name(a)),\(name(b)),0x5") { $0.shift(a, b, shift, by: 5) }
                }
                listing.expect("vpblendw \(name(a)),\(name(b)),\(name(c)),0xaa") {
                    $0.joinHalves(a, lower: b, upper: c)
                }
                listing.expect("vinserti128 \(name(a)),\(name(b)),xmm\(c.number),0x1") {
                    $0.joinFours(a, lower: b, upper: c)
                }
                for general in [GeneralRegister.rax, .rsp, .r10, .r15] {
                    listing.expect("vmovd \(half(general)),xmm\(a.number)") { $0.extractFirst(general, a) }
                }
                listing.expect("vcvtpd2dq xmm\(a.number),\(name(b))") { $0.convertDoublesToIntegers(a, b) }
                listing.expect("vcvtdq2ps \(name(a)),\(name(b))") { $0.convertToSingles(a, b) }
                guard a != b, b != c, a != c else { continue }
                for base in GeneralRegister.allCases where base != .rbp && base != .r13 {
                    listing.expect("vpgatherdd \(name(a)),DWORD PTR [\(base)+\(name(b))*1],\(name(c))") {
                        $0.gather(a, base, b, mask: c)
                    }
                }
            }
        }
        let differences = try listing.differences()
        #expect(differences.count == 0, "\(differences.first)")
    }

    @Test func generalInstructions() throws {
        func hexadecimal(_ value: Int) -> String { "0x" + String(UInt64(bitPattern: Int64(value)), radix: 16) }
        var listing = Listing(.eight)
        for address in Self.addresses {
            for register in GeneralRegister.allCases {
                listing.expect("lea \(register),\(address.text)") { $0.loadAddress(register, address) }
                listing.expect("prefetcht0 BYTE PTR \(address.text)") { $0.prefetch(address) }
                listing.expect("prefetchw BYTE PTR \(address.text)") { $0.prefetch(address, toWrite: true) }
                listing.expect("mov \(register),QWORD PTR \(address.text)") { $0.loadPointer(register, address) }
                listing.expect("movsxd \(register),DWORD PTR \(address.text)") { $0.loadInteger(register, address) }
                listing.expect("mov DWORD PTR \(address.text),\(half(register))") {
                    $0.storeInteger(register, address)
                }
            }
        }
        for a in GeneralRegister.allCases {
            listing.expect("push \(a)") { $0.push(a) }
            listing.expect("pop \(a)") { $0.pop(a) }
            for b in GeneralRegister.allCases {
                listing.expect("mov \(a),\(b)") { $0.move(a, b) }
                listing.expect("add \(a),\(b)") { $0.add(a, b) }
            }
            for value in Self.displacements {
                listing.expect("mov \(a),\(hexadecimal(value))") { $0.move(a, value) }
                guard value != 0 else { continue }
                listing.expect("add \(a),\(hexadecimal(value))") { $0.add(a, value) }
            }
            let target = listing.code.here
            let start = listing.code.bytes.count
            listing.expect("sub \(a),0x1") { $0.countDown(a, to: target) }
            listing.expected.append((start + 4, "jne \(hexadecimal(start))"))
        }
        listing.expect("cpuid") { $0.identifyProcessor() }
        listing.expect("xgetbv") { $0.readExtendedControl() }
        let end = listing.code.bytes.count
        listing.expect("vzeroupper") { $0.returnToCaller() }
        listing.expected.append((end + 3, "ret"))
        let differences = try listing.differences()
        #expect(differences.count == 0, "\(differences.first)")
    }
}

extension Assembler.PackedOperation {
    fileprivate var mnemonic: String {
        switch self {
        case .addDoubles: "vaddpd"
        case .multiplyDoubles: "vmulpd"
        case .divideDoubles: "vdivpd"
        case .minimumDoubles: "vminpd"
        case .maximumDoubles: "vmaxpd"
        case .multiplySingles: "vmulps"
        case .addIntegers: "vpaddd"
        case .subtractIntegers: "vpsubd"
        case .multiplyIntegers: "vpmulld"
        case .minimumIntegers: "vpminsd"
        case .maximumIntegers: "vpmaxsd"
        case .equalIntegers: "vpcmpeqd"
        case .and: "vpand"
        case .or: "vpor"
        case .multiplyAddHalves: "vpmaddwd"
        case .addHalves: "vpaddw"
        case .subtractHalves: "vpsubw"
        case .multiplyHalves: "vpmulhw"
        case .minimumHalves: "vpminsw"
        case .maximumHalves: "vpmaxsw"
        case .shiftRight: "vpsrlvd"
        case .select: "vpermd"
        }
    }
}

extension Assembler.Shift {
    fileprivate var mnemonic: String {
        switch self {
        case .left: "vpslld"
        case .right: "vpsrld"
        case .rightSigned: "vpsrad"
        }
    }
}
