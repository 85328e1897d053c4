/// A 64-bit general register, by its number in the encoding.
package enum GeneralRegister: UInt8, CaseIterable {
    case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
}

/// A vector register: `ymm` or `zmm`, as wide as the assembler's vectors.
package struct VectorRegister: Equatable {
    /// 0 to 15, with AVX-512 to 31.
    package let number: UInt8

    package init(_ number: Int) {
        precondition((0..<32).contains(number), "there are 32 vector registers at most")
        self.number = UInt8(number)
    }
}

/// A place in memory: a register and a distance from it, in bytes.
package struct Address: Equatable {
    package let base: GeneralRegister
    package let displacement: Int32

    package init(_ base: GeneralRegister, _ displacement: Int = 0) {
        self.base = base
        self.displacement = Int32(displacement)
    }
}

/// How wide vectors are, and with them which instructions are used.
package enum VectorWidth: Int, CaseIterable, Sendable {
    /// 256 bits: AVX2 and FMA, VEX encoding, 16 registers.
    case eight = 8
    /// 512 bits: AVX-512F, EVEX encoding, 32 registers.
    case sixteen = 16

    /// Single-precision numbers in a vector.
    package var lanes: Int { rawValue }
    /// Bytes of a vector.
    package var bytes: Int { rawValue * 4 }
    /// Vector registers that there are.
    package var registerCount: Int { self == .eight ? 16 : 32 }
}
