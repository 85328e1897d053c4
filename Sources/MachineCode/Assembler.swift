/// An assembler for x86-64, limited to the few instructions that the kernels need.
///
/// Encodings are those of the Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
package struct Assembler {
    /// Vector width of the instructions that follow.
    package var width: VectorWidth
    /// The code so far.
    package private(set) var bytes: [UInt8] = []

    package init(width: VectorWidth) { self.width = width }

    /// A jump target in the code.
    package struct Label {
        fileprivate let offset: Int
    }

    /// The position of the next instruction.
    package var here: Label { Label(offset: bytes.count) }

    package mutating func emit(_ code: UInt8...) { bytes += code }

    package mutating func emit(immediate value: Int32) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    /// Pads with no-operations, so that a loop begins at a fetch boundary.
    package mutating func align(to boundary: Int = 32) {
        while bytes.count % boundary != 0 { emit(0x90) }
    }

    // MARK: General registers

    /// target = source
    package mutating func move(_ target: GeneralRegister, _ source: GeneralRegister) {
        emitREX(register: source.rawValue, base: target.rawValue)
        emit(0x89, 0xC0 | (source.rawValue & 7) << 3 | target.rawValue & 7)
    }

    /// target = value
    package mutating func move(_ target: GeneralRegister, _ value: Int) {
        emitREX(register: 0, base: target.rawValue)
        emit(0xC7, 0xC0 | target.rawValue & 7)
        emit(immediate: Int32(value))
    }

    /// target += value
    package mutating func add(_ target: GeneralRegister, _ value: Int) {
        guard value != 0 else { return }
        emitREX(register: 0, base: target.rawValue)
        emit(0x81, 0xC0 | target.rawValue & 7)
        emit(immediate: Int32(value))
    }

    /// target += source
    package mutating func add(_ target: GeneralRegister, _ source: GeneralRegister) {
        emitREX(register: source.rawValue, base: target.rawValue)
        emit(0x01, 0xC0 | (source.rawValue & 7) << 3 | target.rawValue & 7)
    }

    /// target = the address itself
    package mutating func loadAddress(_ target: GeneralRegister, _ address: Address) {
        emitREX(register: target.rawValue, base: address.base.rawValue)
        emit(0x8D)
        emitMemory(register: target.rawValue, address)
    }

    /// target = the sign-extended 32-bit integer in memory
    package mutating func loadInteger(_ target: GeneralRegister, _ address: Address) {
        emitREX(register: target.rawValue, base: address.base.rawValue)
        emit(0x63)
        emitMemory(register: target.rawValue, address)
    }

    /// target = the 64 bits in memory
    package mutating func loadPointer(_ target: GeneralRegister, _ address: Address) {
        emitREX(register: target.rawValue, base: address.base.rawValue)
        emit(0x8B)
        emitMemory(register: target.rawValue, address)
    }

    /// memory = the lower 32 bits of the register
    package mutating func storeInteger(_ source: GeneralRegister, _ address: Address) {
        emit(0x40 | (source.rawValue >> 3) << 2 | address.base.rawValue >> 3)
        emit(0x89)
        emitMemory(register: source.rawValue, address)
    }

    /// Prefetch distance in bytes for a long stream of weights. The processors' own prefetching ends at each page
    /// boundary.
    package static let prefetchDistance = 2048

    /// Prefetches the cache line at an address, for reading or writing; an unreadable address is ignored.
    package mutating func prefetch(_ address: Address, toWrite: Bool = false) {
        if address.base.rawValue > 7 { emit(0x41) }
        emit(0x0F, toWrite ? 0x0D : 0x18)
        emitMemory(register: 1, address)
    }

    package mutating func push(_ register: GeneralRegister) {
        if register.rawValue > 7 { emit(0x41) }
        emit(0x50 | register.rawValue & 7)
    }

    package mutating func pop(_ register: GeneralRegister) {
        if register.rawValue > 7 { emit(0x41) }
        emit(0x58 | register.rawValue & 7)
    }

    /// Decrements a counter, and jumps unless it has become zero.
    package mutating func countDown(_ counter: GeneralRegister, to target: Label) {
        emitREX(register: 0, base: counter.rawValue)
        emit(0x83, 0xE8 | counter.rawValue & 7, 1)
        emit(0x0F, 0x85)
        emit(immediate: Int32(target.offset - (bytes.count + 4)))
    }

    /// Executes `cpuid`: leaf in eax and ecx, result in eax, ebx, ecx, edx.
    package mutating func identifyProcessor() { emit(0x0F, 0xA2) }

    /// Executes `xgetbv`, which states the registers that the system saves: index in ecx, result in eax, edx.
    package mutating func readExtendedControl() { emit(0x0F, 0x01, 0xD0) }

    /// Returns to the caller, after clearing the upper halves of vector registers as the calling convention requires.
    package mutating func returnToCaller(usesVectors: Bool = true) {
        if usesVectors { emit(0xC5, 0xF8, 0x77) }
        emit(0xC3)
    }

    private mutating func emitREX(register: UInt8, base: UInt8) {
        emit(0x48 | (register >> 3) << 2 | base >> 3)
    }

    /// Emits ModRM, SIB and displacement of a memory operand; a short displacement counts in units of `scale` bytes.
    package mutating func emitMemory(register: UInt8, _ address: Address, scale: Int32 = 1) {
        let field = (register & 7) << 3
        let base = address.base.rawValue & 7
        let short = address.displacement % scale == 0 ? Int8(exactly: address.displacement / scale) : nil
        emit((short == nil ? 0x80 : 0x40) | field | base)
        if base == 4 { emit(0x24) }  // rsp and r12 need the longer form
        if let short {
            emit(UInt8(bitPattern: short))
        } else {
            emit(immediate: address.displacement)
        }
    }
}
