/// A 64-bit general register with its number in the encoding.
package enum GeneralRegister: UInt8, CaseIterable {
    case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
}

/// A vector register, `ymm` or `zmm` according to the assembler's width.
package struct VectorRegister: Equatable {
    /// The register number: 0 to 15, or 0 to 31 with AVX-512.
    package let number: UInt8

    package init(_ number: Int) {
        precondition((0..<32).contains(number), "there are 32 vector registers at most")
        self.number = UInt8(number)
    }
}

/// A memory address: a register and a displacement in bytes.
package struct Address: Equatable {
    package let base: GeneralRegister
    package let displacement: Int32

    package init(_ base: GeneralRegister, _ displacement: Int = 0) {
        self.base = base
        self.displacement = Int32(displacement)
    }
}

/// The width of vectors, which also selects the instruction set.
package enum VectorWidth: Int, CaseIterable, Sendable {
    /// 256 bits: AVX2 and FMA, VEX encoding, 16 registers.
    case eight = 8
    /// 512 bits: AVX-512F, EVEX encoding, 32 registers.
    case sixteen = 16

    /// Number of single-precision elements in a vector.
    package var lanes: Int { rawValue }
    /// Bytes in a vector.
    package var bytes: Int { rawValue * 4 }
    /// Number of vector registers.
    package var registerCount: Int { self == .eight ? 16 : 32 }
}
