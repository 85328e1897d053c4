import PoiseMachineCode

/// Emits the vertical half of a bilinear upsampling, for two rows: it interpolates between the rows of
/// ``RowWideningEmitter``.
///
///     rsi  a vector of sixes                                   rcx  channels left
///     parameters  distance of each row from its upper input row rdx  tiles left in the row
struct RowBlendEmitter: RowEmitter {
    let output: RowLayout
    /// Number of rows of the input and of the output.
    let inputHeight: Int
    let height: Int
    let epilogue: TileEpilogue
    let lanes: Int

    /// Vectors of a row that are computed together.
    private var tile: Int { [4, 2, 1].first { output.width / lanes % $0 == 0 } ?? 1 }

    var rows: [BilinearResize.Sample] { BilinearResize.samples(input: inputHeight, output: height) }

    func inputRows(at row: Int) -> [Int] {
        rows[row..<row + RowPointers.rows].flatMap { [$0.first, $0.second] }
    }

    var pointers: RowPointers {
        RowPointers(inputs: 2 * RowPointers.rows, hasParameters: true, hasAddend: epilogue.hasAddend)
    }

    func emit(_ code: inout Assembler) {
        let pointers = pointers
        let weights = (0..<RowPointers.rows).map { VectorRegister($0) }
        pointers.emitBegin(&code)
        for (row, register) in weights.enumerated() {
            if let parameters = pointers.parameters { code.broadcast(register, Address(parameters, 4 * row)) }
        }
        code.move(.rcx, output.channels)
        let channel = code.here
        code.move(.rdx, output.width / (tile * lanes))
        code.align()
        let next = code.here
        for row in 0..<RowPointers.rows { emitTile(&code, pointers, row, weights[row]) }
        pointers.emitAdvance(&code, inputs: tile * lanes, outputs: tile * lanes)
        code.countDown(.rdx, to: next)
        let margins = output.channelStride - output.width
        pointers.emitAdvance(&code, inputs: margins, outputs: margins)
        code.countDown(.rcx, to: channel)
        pointers.emitEnd(&code)
    }

    private func emitTile(_ code: inout Assembler, _ pointers: RowPointers, _ row: Int, _ weight: VectorRegister) {
        func upper(_ vector: Int) -> VectorRegister { VectorRegister(RowPointers.rows + 2 * vector) }
        func lower(_ vector: Int) -> VectorRegister { VectorRegister(RowPointers.rows + 2 * vector + 1) }
        for vector in 0..<tile {
            code.load(upper(vector), Address(pointers.inputs[2 * row], vector * code.width.bytes))
            code.load(lower(vector), Address(pointers.inputs[2 * row + 1], vector * code.width.bytes))
            code.subtract(lower(vector), lower(vector), upper(vector))
            code.multiply(lower(vector), lower(vector), weight)
            code.add(upper(vector), upper(vector), lower(vector))
        }
        let sums = (0..<tile).map { (upper($0), $0 * code.width.bytes) }
        epilogue.emit(
            &code, sums: sums, addend: epilogue.hasAddend ? pointers.addends[row] : .rsi, six: Address(.rsi),
            spare: lower(0))
        for (register, displacement) in sums { code.store(register, Address(pointers.outputs[row], displacement)) }
    }

    var instructionEstimate: Int { 24 * tile + 64 }
}
