/// Collects the functions of a program; equal ones are made once.
struct CodeBuilder {
    private var assembler: Assembler
    private var convolutions: [ConvolutionEmitter: Int] = [:]
    private var depthwise: [DepthwiseEmitter: Int] = [:]
    private var resizes: [ResizeEmitter: Int] = [:]

    init() { assembler = Assembler(width: .eight) }

    /// The code so far.
    var bytes: [UInt8] { assembler.bytes }

    /// The offset of a function.
    mutating func function(_ emitter: ConvolutionEmitter) -> Int {
        if let offset = convolutions[emitter] { return offset }
        let offset = begin(lanes: emitter.output.block)
        emitter.emit(&assembler)
        convolutions[emitter] = offset
        return offset
    }

    /// The offset of a function.
    mutating func function(_ emitter: DepthwiseEmitter) -> Int {
        if let offset = depthwise[emitter] { return offset }
        let offset = begin(lanes: emitter.output.block)
        emitter.emit(&assembler)
        depthwise[emitter] = offset
        return offset
    }

    /// The offset of a function.
    mutating func function(_ emitter: ResizeEmitter) -> Int {
        if let offset = resizes[emitter] { return offset }
        let offset = begin(lanes: emitter.output.block)
        emitter.emit(&assembler)
        resizes[emitter] = offset
        return offset
    }

    /// Vectors are as wide as the blocks that are written.
    private mutating func begin(lanes: Int) -> Int {
        guard let width = VectorWidth(rawValue: lanes) else { preconditionFailure("no vector has \(lanes) lanes") }
        assembler.width = width
        assembler.align()
        return assembler.bytes.count
    }
}
