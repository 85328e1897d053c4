import PoiseMachineCode

/// An emitter of the code of one kernel. Equal emitters emit equal code.
protocol KernelEmitter: Hashable {
    /// Number of elements in a vector.
    var lanes: Int { get }
    /// Approximate number of instructions; functions far longer than usual are not worth it and are not emitted.
    var instructionEstimate: Int { get }
    /// Emits the function.
    func emit(_ code: inout Assembler)
}

/// A builder that collects the functions of a program; equal functions are emitted once.
struct CodeBuilder {
    private var assembler = Assembler(width: .eight)
    private var offsets: [AnyHashable: Int] = [:]

    /// The code so far.
    var bytes: [UInt8] { assembler.bytes }

    /// Returns the offset of a function, and emits it unless it exists.
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
