/// What a kernel does with its sums before it stores them, in registers: `last(first(x) + addend)`.
struct TileEpilogue: Hashable {
    let first: Activation
    let hasAddend: Bool
    let last: Activation

    init(_ epilogue: Epilogue) {
        first = epilogue.first
        hasAddend = epilogue.addend != nil
        last = epilogue.last
    }

    /// Emits the code.
    ///
    /// - Parameters:
    ///   - sums: Registers with the sums, and the displacement of each in the output and so in the addend.
    ///   - addend: Register with the addend's place.
    ///   - six: Where a vector of sixes lies.
    ///   - spare: A register that may be overwritten.
    func emit(
        _ code: inout Assembler, sums: [(register: VectorRegister, displacement: Int)], addend: GeneralRegister,
        six: Address, spare: VectorRegister
    ) {
        emit(first, &code, sums.map(\.register), six, spare)
        if hasAddend {
            for (register, displacement) in sums { code.add(register, register, Address(addend, displacement)) }
        }
        emit(last, &code, sums.map(\.register), six, spare)
    }

    private func emit(
        _ activation: Activation, _ code: inout Assembler, _ registers: [VectorRegister], _ six: Address,
        _ spare: VectorRegister
    ) {
        guard activation != .none else { return }
        code.clear(spare)
        for register in registers { code.maximum(register, register, spare) }
        guard activation == .relu6 else { return }
        code.load(spare, six)
        for register in registers { code.minimum(register, register, spare) }
    }
}
