/// Writes the code of one kernel. Equal emitters write equal code.
protocol KernelEmitter: Hashable {
    /// Numbers in a vector.
    var lanes: Int { get }
    /// About how many instructions it will write; code much longer than others' is not worth it and not written.
    var instructionEstimate: Int { get }
    /// Writes the function.
    func emit(_ code: inout Assembler)
}

/// Collects the functions of a program; equal ones are made once.
struct CodeBuilder {
    private var assembler = Assembler(width: .eight)
    private var offsets: [AnyHashable: Int] = [:]

    /// The code so far.
    var bytes: [UInt8] { assembler.bytes }

    /// The offset of a function.
    mutating func function(_ emitter: some KernelEmitter) -> Int {
        if let offset = offsets[emitter] { return offset }
        guard let width = VectorWidth(rawValue: emitter.lanes) else {
            preconditionFailure("no vector has \(emitter.lanes) lanes")
        }
        assembler.width = width
        assembler.align()
        let offset = assembler.bytes.count
        emitter.emit(&assembler)
        offsets[emitter] = offset
        return offset
    }
}
