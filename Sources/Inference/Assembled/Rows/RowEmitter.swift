/// Writes the code that makes two rows of a value of others' rows.
///
/// Two at a time, as the windows of neighbouring rows share most of what they cover.
protocol RowEmitter: KernelEmitter {
    /// The rows made.
    var output: RowLayout { get }
    /// The rows read for a row with an even number and the one that follows, in the order of the function's pointers.
    /// Those outside of the image are zeros.
    func inputRows(at row: Int) -> [Int]
    /// The pointers that its function takes.
    var pointers: RowPointers { get }
}

/// Pointers to input rows, parameters of these two rows, two output rows and two rows of an addend; weights.
typealias RowFunction =
    @convention(c) (UnsafePointer<UnsafeMutablePointer<Float>>, UnsafePointer<Float>) -> Void

/// The registers in which a row function has its pointers; `rdi`, `rsi`, `rcx` and `rdx` are left to it.
struct RowPointers {
    let inputs: [GeneralRegister]
    /// Where the parameters of the two rows lie, if there are any.
    let parameters: GeneralRegister?
    let outputs: [GeneralRegister]
    let addends: [GeneralRegister]

    /// How many rows are made together.
    static let rows = 2

    private static let scratch: [GeneralRegister] = [.rax, .r8, .r9, .r10, .r11]
    private static let saved: [GeneralRegister] = [.rbx, .rbp, .r12, .r13, .r14, .r15]
    /// The most pointers that a function can have.
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

    /// Fetches all pointers, and saves the caller's registers.
    func emitBegin(_ code: inout Assembler) {
        for register in all where RowPointers.saved.contains(register) { code.push(register) }
        for (index, register) in all.enumerated() {
            code.loadPointer(register, Address(.rdi, index * MemoryLayout<Int>.stride))
        }
    }

    /// Gives back the caller's registers, and returns.
    func emitEnd(_ code: inout Assembler) {
        for register in all.reversed() where RowPointers.saved.contains(register) { code.pop(register) }
        code.returnToCaller()
    }

    /// Moves pointers on by so many elements.
    func emitAdvance(_ code: inout Assembler, inputs input: Int, outputs output: Int) {
        for register in inputs { code.add(register, 4 * input) }
        for register in outputs + addends { code.add(register, 4 * output) }
    }
}
