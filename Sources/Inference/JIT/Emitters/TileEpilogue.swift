import PoiseMachineCode

/// The operations of a kernel on its sums in registers before it stores them: `last(first(x) + addend)`.
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
    ///   - code: The assembler to append to.
    ///   - sums: Registers of the sums, each with its displacement in the output and the addend.
    ///   - addend: Register with the address of the addend.
    ///   - six: Address of a vector of sixes.
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
