/// The capabilities of the processor and the operating system.
package struct Processor: Sendable {
    /// The widest vectors for which all required instructions exist; `nil` without AVX2 and FMA, or where code cannot
    /// be generated at run time.
    package let vectorWidth: VectorWidth?
    /// The reason why `vectorWidth` is `nil`.
    package let obstacle: Obstacle?

    /// What keeps code from being generated and run.
    package enum Obstacle: Sendable {
        /// The processor lacks the instructions.
        case processor
        /// The system allows no executable memory.
        case executableMemory
    }

    /// The processor that this process runs on.
    package static let current = Processor()

    private init() {
        #if arch(x86_64)
            guard let cpuid = CPUID() else {
                vectorWidth = nil
                obstacle = .executableMemory
                return
            }
            let basic = cpuid.leaf(1, 0)
            let extended = cpuid.leaf(0, 0).eax >= 7 ? cpuid.leaf(7, 0) : CPUID.Leaf()
            // The system has to save the vector registers: bits of XCR0 for SSE, AVX, and the three of AVX-512.
            let saved = basic.ecx.hasBit(27) ? cpuid.savedState() : 0
            // Current processors with FMA and AVX also have the half-precision conversions.
            let hasFMA = basic.ecx.hasBit(12) && basic.ecx.hasBit(28) && basic.ecx.hasBit(29)
            let hasAVX2 = extended.ebx.hasBit(5) && saved & 0x6 == 0x6
            let hasAVX512 = extended.ebx.hasBit(16) && saved & 0xE6 == 0xE6
            vectorWidth = hasFMA && hasAVX2 ? (hasAVX512 ? .sixteen : .eight) : nil
            obstacle = vectorWidth == nil ? .processor : nil
        #else
            vectorWidth = nil
            obstacle = .processor
        #endif
    }

    /// Returns the widest available vectors, up to a limit.
    package func maxVectorWidth(_ limit: VectorWidth) -> VectorWidth? {
        vectorWidth.map { $0.lanes <= limit.lanes ? $0 : limit }
    }
}

/// Two generated functions that query the processor; Swift has no intrinsics for their instructions.
private struct CPUID {
    /// The registers that a `cpuid` leaf returns.
    struct Leaf {
        var eax: UInt32 = 0
        var ebx: UInt32 = 0
        var ecx: UInt32 = 0
        var edx: UInt32 = 0
    }

    private typealias Function = @convention(c) (UInt64, UInt64, UnsafeMutablePointer<UInt32>) -> Void
    private let memory: ExecutableMemory
    private let savedStateOffset: Int

    /// Generates the functions; `nil` where the system does not allow generated code.
    ///
    /// Arguments arrive in rdi, rsi and rdx; rbx is callee-saved.
    init?() {
        var code = Assembler(width: .eight)
        code.push(.rbx)
        code.move(.rax, .rdi)
        code.move(.rcx, .rsi)
        code.move(.r8, .rdx)
        code.identifyProcessor()
        for (index, register) in [GeneralRegister.rax, .rbx, .rcx, .rdx].enumerated() {
            code.storeInteger(register, Address(.r8, 4 * index))
        }
        code.pop(.rbx)
        code.returnToCaller(usesVectors: false)
        code.align()
        savedStateOffset = code.bytes.count
        code.move(.r8, .rdx)
        code.move(.rcx, 0)
        code.readExtendedControl()
        code.storeInteger(.rax, Address(.r8))
        code.returnToCaller(usesVectors: false)
        guard let memory = ExecutableMemory(code.bytes) else { return nil }
        self.memory = memory
    }

    /// Returns a leaf of `cpuid`.
    func leaf(_ leaf: UInt64, _ subleaf: UInt64) -> Leaf {
        var values: [UInt32] = [0, 0, 0, 0]
        memory.function(at: 0, as: Function.self)(leaf, subleaf, &values)
        return Leaf(eax: values[0], ebx: values[1], ecx: values[2], edx: values[3])
    }

    /// Returns the lower half of the control register XCR0: the registers that the system saves.
    func savedState() -> UInt32 {
        var values: [UInt32] = [0, 0, 0, 0]
        memory.function(at: savedStateOffset, as: Function.self)(0, 0, &values)
        return values[0]
    }
}

extension UInt32 {
    fileprivate func hasBit(_ number: UInt32) -> Bool { self >> number & 1 == 1 }
}
