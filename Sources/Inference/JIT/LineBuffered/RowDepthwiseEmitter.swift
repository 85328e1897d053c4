import PoiseMachineCode

/// Emits a depthwise convolution, for two rows.
///
/// The products of an output are added column by column of the window, starting with the bias, as in
/// ``DepthwiseEmitter``.
///
///     rsi  a vector of sixes                                   rcx  channels left
///     rdi  bias and weights of the channel                     rdx  tiles left in the row
struct RowDepthwiseEmitter: RowEmitter {
    let output: RowLayout
    let inputWidth: Int
    let window: Extent
    let padding: Padding
    let epilogue: TileEpilogue
    let lanes: Int
    /// Vectors of a row that are computed together.
    private let tile: Int

    /// - Returns: `nil` where there are too few registers for the weights.
    init?(
        output: RowLayout, inputWidth: Int, window: Extent, padding: Padding, epilogue: TileEpilogue, width: VectorWidth
    ) {
        (self.output, self.inputWidth, self.window, self.padding) = (output, inputWidth, window, padding)
        (self.epilogue, lanes) = (epilogue, width.lanes)
        // Registers for weights, bias, a value, and the sums.
        let free = width.registerCount - window.height * window.width - 2
        let vectors = output.width / width.lanes
        guard let tile = [8, 4, 2, 1].first(where: { vectors % $0 == 0 && $0 * RowPointers.rows <= free }) else {
            return nil
        }
        self.tile = tile
    }

    func inputRows(at row: Int) -> [Int] {
        Array(row - padding.top..<row - padding.top + window.height + RowPointers.rows - 1)
    }

    var pointers: RowPointers {
        RowPointers(inputs: inputRows(at: 0).count, hasAddend: epilogue.hasAddend)
    }

    func emit(_ code: inout Assembler) {
        let pointers = pointers
        let input = RowLayout(width: inputWidth, channels: output.channels)
        let taps = window.height * window.width
        let bias = VectorRegister(taps)
        pointers.emitBegin(&code)
        code.loadAddress(.rdi, Address(.rsi, code.width.bytes))
        code.move(.rcx, output.channels)
        let channel = code.here
        code.broadcast(bias, Address(.rdi))
        for tap in 0..<taps { code.broadcast(VectorRegister(tap), Address(.rdi, 4 * (1 + tap))) }
        code.move(.rdx, output.width / (tile * lanes))
        code.align()
        let next = code.here
        emitTile(&code, pointers, bias: bias)
        pointers.emitAdvance(&code, inputs: tile * lanes, outputs: tile * lanes)
        code.countDown(.rdx, to: next)
        pointers.emitAdvance(
            &code, inputs: input.channelStride - output.width, outputs: output.channelStride - output.width)
        code.add(.rdi, 4 * (1 + taps))
        code.countDown(.rcx, to: channel)
        pointers.emitEnd(&code)
    }

    private func emitTile(_ code: inout Assembler, _ pointers: RowPointers, bias: VectorRegister) {
        let value = VectorRegister(Int(bias.number) + 1)
        func sum(_ row: Int, _ vector: Int) -> VectorRegister {
            VectorRegister(Int(value.number) + 1 + row * tile + vector)
        }
        for row in 0..<RowPointers.rows {
            for vector in 0..<tile { code.copy(sum(row, vector), bias) }
        }
        for j in 0..<window.width {
            for (i, input) in pointers.inputs.enumerated() {
                for vector in 0..<tile {
                    code.load(value, Address(input, 4 * (vector * lanes + j - padding.left)))
                    for row in 0..<RowPointers.rows where (0..<window.height).contains(i - row) {
                        code.multiplyAdd(sum(row, vector), value, VectorRegister(j * window.height + i - row))
                    }
                }
            }
        }
        for row in 0..<RowPointers.rows {
            let sums = (0..<tile).map { (sum(row, $0), $0 * code.width.bytes) }
            epilogue.emit(
                &code, sums: sums, addend: epilogue.hasAddend ? pointers.addends[row] : .rsi, six: Address(.rsi),
                spare: value)
            for (register, displacement) in sums { code.store(register, Address(pointers.outputs[row], displacement)) }
        }
    }

    var instructionEstimate: Int { 4 * tile * RowPointers.rows * (window.height + 1) * window.width + 64 }
}
