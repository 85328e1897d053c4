/// The capabilities of the processor and the operating system.
package struct Processor: Sendable {
    /// The widest vectors for which all required instructions exist; `nil` without AVX2 and FMA, or where code cannot
    /// be generated at run time.
    package let vectorWidth: VectorWidth?
    /// The reason why `vectorWidth` is `nil`.
    let obstacle: ExecutorObstacle?

    /// The processor that this process runs on.
    package static let current = Processor()

    private init() {
        #if arch(x86_64)
            guard let ask = Processor.makeQuestion() else {
                vectorWidth = nil
                obstacle = .executableMemory
                return
            }
            let basic = ask.identify(1, 0)
            let extended = ask.identify(0, 0).eax >= 7 ? ask.identify(7, 0) : Answer()
            // The system has to save the vector registers: bits of XCR0 for SSE, AVX, and the three of AVX-512.
            let saved = basic.ecx.hasBit(27) ? ask.savedState() : 0
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
    func widestVectors(_ limit: VectorWidth) -> VectorWidth? {
        vectorWidth.map { $0.lanes <= limit.lanes ? $0 : limit }
    }

    /// The result of a `cpuid` leaf.
    private struct Answer {
        var eax: UInt32 = 0
        var ebx: UInt32 = 0
        var ecx: UInt32 = 0
        var edx: UInt32 = 0
    }

    /// Two functions that query the processor; Swift has no intrinsics for their instructions.
    private struct Question {
        typealias Function = @convention(c) (UInt64, UInt64, UnsafeMutablePointer<UInt32>) -> Void
        let memory: ExecutableMemory
        let identifyOffset: Int
        let savedStateOffset: Int

        func identify(_ leaf: UInt64, _ subleaf: UInt64) -> Answer {
            var values: [UInt32] = [0, 0, 0, 0]
            memory.function(at: identifyOffset, as: Function.self)(leaf, subleaf, &values)
            return Answer(eax: values[0], ebx: values[1], ecx: values[2], edx: values[3])
        }

        func savedState() -> UInt32 {
            var values: [UInt32] = [0, 0, 0, 0]
            memory.function(at: savedStateOffset, as: Function.self)(0, 0, &values)
            return values[0]
        }
    }

    /// Emits the functions. Arguments arrive in rdi, rsi and rdx; rbx is callee-saved.
    private static func makeQuestion() -> Question? {
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
        let savedStateOffset = code.bytes.count
        code.move(.r8, .rdx)
        code.move(.rcx, 0)
        code.readExtendedControl()
        code.storeInteger(.rax, Address(.r8))
        code.returnToCaller(usesVectors: false)
        guard let memory = ExecutableMemory(code.bytes) else { return nil }
        return Question(memory: memory, identifyOffset: 0, savedStateOffset: savedStateOffset)
    }
}

extension UInt32 {
    fileprivate func hasBit(_ number: UInt32) -> Bool { self >> number & 1 == 1 }
}
