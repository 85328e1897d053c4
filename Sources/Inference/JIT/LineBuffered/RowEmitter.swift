import PoiseMachineCode

/// An emitter of code that computes two rows of a value from the rows of other values.
///
/// It computes two rows at a time, as the windows of adjacent rows share most of their input.
protocol RowEmitter: KernelEmitter {
    /// Layout of the computed rows.
    var output: RowLayout { get }
    /// Returns the rows to read for an even row and the one that follows, in the order of the function's pointers. Rows
    /// outside the image are zeros.
    func inputRows(at row: Int) -> [Int]
    /// The pointers that the function takes.
    var pointers: RowPointers { get }
}

/// A row function. Its arguments are an array of pointers (input rows, parameters of these two rows, two output rows,
/// two rows of an addend), and the weights.
typealias RowFunction =
    @convention(c) (UnsafePointer<UnsafeMutablePointer<Float>>, UnsafePointer<Float>) -> Void

/// The registers that hold the pointers of a row function; `rdi`, `rsi`, `rcx` and `rdx` are free for its use.
struct RowPointers {
    let inputs: [GeneralRegister]
    /// Address of the parameters of the two rows, or `nil`.
    let parameters: GeneralRegister?
    let outputs: [GeneralRegister]
    let addends: [GeneralRegister]

    /// Number of rows that are computed together.
    static let rows = 2

    private static let scratch: [GeneralRegister] = [.rax, .r8, .r9, .r10, .r11]
    private static let saved: [GeneralRegister] = [.rbx, .rbp, .r12, .r13, .r14, .r15]
    /// Maximum number of pointers of a function.
    static let maximum = scratch.count + saved.count

    init(inputs: Int, hasParameters: Bool = false, hasAddend: Bool) {
        var free = (RowPointers.scratch + RowPointers.saved)[...]
        func take(_ count: Int) -> [GeneralRegister] {
            defer { free = free.dropFirst(count) }
            return Array(free.prefix(count))
        }
        self.inputs = take(inputs)
        parameters = take(hasParameters ? 1 : 0).first
        outputs = take(RowPointers.rows)
        addends = take(hasAddend ? RowPointers.rows : 0)
    }

    var count: Int { all.count }

    private var all: [GeneralRegister] { inputs + (parameters.map { [$0] } ?? []) + outputs + addends }

    /// Emits code that saves the caller's registers and loads all pointers.
    func emitBegin(_ code: inout Assembler) {
        for register in all where RowPointers.saved.contains(register) { code.push(register) }
        for (index, register) in all.enumerated() {
            code.loadPointer(register, Address(.rdi, index * MemoryLayout<Int>.stride))
        }
    }

    /// Emits code that restores the caller's registers and returns.
    func emitEnd(_ code: inout Assembler) {
        for register in all.reversed() where RowPointers.saved.contains(register) { code.pop(register) }
        code.returnToCaller()
    }

    /// Emits code that advances the pointers by the given numbers of elements.
    func emitAdvance(_ code: inout Assembler, inputs input: Int, outputs output: Int) {
        for register in inputs { code.add(register, 4 * input) }
        for register in outputs + addends { code.add(register, 4 * output) }
    }
}
