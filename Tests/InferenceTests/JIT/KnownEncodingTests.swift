import PoiseMachineCode
import PoiseInference
import Testing

/// Instructions against the bytes that the manual states for them; needs no tool.
@Suite struct KnownEncodingTests {
    private func bytes(_ width: VectorWidth, _ emit: (inout Assembler) -> Void) -> [UInt8] {
        var code = Assembler(width: width)
        emit(&code)
        return code.bytes
    }

    @Test func generalInstructions() {
        func expect(
            _ expected: [UInt8], _ emit: (inout Assembler) -> Void, sourceLocation: SourceLocation = #_sourceLocation
        ) {
            for width in VectorWidth.allCases {
                #expect(bytes(width, emit) == expected, sourceLocation: sourceLocation)
            }
        }
        expect([0x48, 0x89, 0xD8]) { $0.move(.rax, .rbx) }
        expect([0x4D, 0x89, 0xFC]) { $0.move(.r12, .r15) }
        expect([0x49, 0xC7, 0xC0, 0xFF, 0xFF, 0xFF, 0xFF]) { $0.move(.r8, -1) }
        expect([]) { $0.add(.rax, 0) }
        expect([0x48, 0x81, 0xC4, 0x00, 0x01, 0x00, 0x00]) { $0.add(.rsp, 256) }
        expect([0x4C, 0x01, 0xE8]) { $0.add(.rax, .r13) }
        expect([0x48, 0x8D, 0x44, 0x24, 0x08]) { $0.loadAddress(.rax, Address(.rsp, 8)) }
        expect([0x4D, 0x8D, 0x5D, 0x00]) { $0.loadAddress(.r11, Address(.r13)) }
        expect([0x0F, 0x18, 0x4F, 0x40]) { $0.prefetch(Address(.rdi, 64)) }
        expect([0x41, 0x0F, 0x18, 0x49, 0x00]) { $0.prefetch(Address(.r9)) }
        expect([0x48, 0x63, 0x8D, 0x80, 0x00, 0x00, 0x00]) { $0.loadInteger(.rcx, Address(.rbp, 128)) }
        expect([0x4D, 0x8B, 0x51, 0x18]) { $0.loadPointer(.r10, Address(.r9, 24)) }
        expect([0x41, 0x89, 0x50, 0x0C]) { $0.storeInteger(.rdx, Address(.r8, 12)) }
        expect([0x0F, 0x18, 0x4E, 0x40]) { $0.prefetch(Address(.rsi, 64)) }
        expect([0x41, 0x0F, 0x18, 0x49, 0x40]) { $0.prefetch(Address(.r9, 64)) }
        expect([0x53]) { $0.push(.rbx) }
        expect([0x41, 0x54]) { $0.push(.r12) }
        expect([0x5B]) { $0.pop(.rbx) }
        expect([0x41, 0x5F]) { $0.pop(.r15) }
        expect([0x0F, 0xA2]) { $0.identifyProcessor() }
        expect([0x0F, 0x01, 0xD0]) { $0.readExtendedControl() }
        expect([0xC5, 0xF8, 0x77, 0xC3]) { $0.returnToCaller() }
        expect([0xC3]) { $0.returnToCaller(usesVectors: false) }
        expect([0x48, 0x83, 0xE9, 0x01, 0x0F, 0x85, 0xF6, 0xFF, 0xFF, 0xFF]) { code in
            let start = code.here
            code.countDown(.rcx, to: start)
        }
    }

    @Test func vectorsOfEight() {
        func expect(
            _ expected: [UInt8], _ emit: (inout Assembler) -> Void, sourceLocation: SourceLocation = #_sourceLocation
        ) { #expect(bytes(.eight, emit) == expected, sourceLocation: sourceLocation) }
        let (low, high) = (VectorRegister(1), VectorRegister(15))
        expect([0xC4, 0xE1, 0x7C, 0x10, 0x48, 0x20]) { $0.load(low, Address(.rax, 32)) }
        expect([0xC4, 0x41, 0x7C, 0x11, 0x7C, 0x24, 0x00]) { $0.store(high, Address(.r12)) }
        expect([0xC4, 0x62, 0x7D, 0x18, 0x7D, 0x04]) { $0.broadcast(high, Address(.rbp, 4)) }
        expect([0xC4, 0xE2, 0x7D, 0x13, 0x4F, 0x10]) { $0.loadHalf(low, Address(.rdi, 16)) }
        expect([0xC4, 0xC1, 0x7C, 0x28, 0xCF]) { $0.copy(low, high) }
        expect([0xC4, 0x41, 0x05, 0xEF, 0xFF]) { $0.clear(high) }
        expect([0xC4, 0xC2, 0x75, 0xB8, 0xCF]) { $0.multiplyAdd(low, low, high) }
        expect([0xC4, 0xE1, 0x04, 0x58, 0x88, 0x80, 0x00, 0x00, 0x00]) { $0.add(low, high, Address(.rax, 128)) }
        expect([0xC4, 0xE1, 0x74, 0x5C, 0xC9]) { $0.subtract(low, low, low) }
        expect([0xC4, 0xE1, 0x74, 0x59, 0xC9]) { $0.multiply(low, low, low) }
        expect([0xC4, 0xE1, 0x74, 0x5D, 0xC9]) { $0.minimum(low, low, low) }
        expect([0xC4, 0xE1, 0x74, 0x5F, 0xC9]) { $0.maximum(low, low, low) }
        expect([0xC4, 0xE2, 0x05, 0x16, 0xC9]) { $0.permute(low, indices: high, low) }
        expect([0xC4, 0xE2, 0x7D, 0x1A, 0x48, 0x10]) { $0.broadcastQuad(low, Address(.rax, 16)) }
    }

    @Test func vectorsOfSixteen() {
        func expect(
            _ expected: [UInt8], _ emit: (inout Assembler) -> Void, sourceLocation: SourceLocation = #_sourceLocation
        ) { #expect(bytes(.sixteen, emit) == expected, sourceLocation: sourceLocation) }
        let (low, high) = (VectorRegister(1), VectorRegister(31))
        // A short displacement counts whole vectors; for a broadcast, single elements; for half precision, half
        // vectors.
        expect([0x62, 0xF1, 0x7C, 0x48, 0x10, 0x48, 0x01]) { $0.load(low, Address(.rax, 64)) }
        expect([0x62, 0xF1, 0x7C, 0x48, 0x10, 0x88, 0x20, 0x00, 0x00, 0x00]) { $0.load(low, Address(.rax, 32)) }
        expect([0x62, 0x41, 0x7C, 0x48, 0x11, 0x7C, 0x24, 0xFF]) { $0.store(high, Address(.r12, -64)) }
        expect([0x62, 0x62, 0x7D, 0x48, 0x18, 0x7D, 0x01]) { $0.broadcast(high, Address(.rbp, 4)) }
        expect([0x62, 0xF2, 0x7D, 0x48, 0x13, 0x4F, 0x01]) { $0.loadHalf(low, Address(.rdi, 32)) }
        expect([0x62, 0x91, 0x7C, 0x48, 0x28, 0xCF]) { $0.copy(low, high) }
        expect([0x62, 0x01, 0x05, 0x40, 0xEF, 0xFF]) { $0.clear(high) }
        expect([0x62, 0x92, 0x75, 0x48, 0xB8, 0xCF]) { $0.multiplyAdd(low, low, high) }
        expect([0x62, 0xF1, 0x04, 0x40, 0x58, 0x48, 0x02]) { $0.add(low, high, Address(.rax, 128)) }
        expect([0x62, 0xF2, 0x7D, 0x48, 0x1A, 0x48, 0x01]) { $0.broadcastQuad(low, Address(.rax, 16)) }
    }
}
