import PoiseMachineCode

/// Emits a convolution that connects every input channel to every output channel, for two rows.
///
/// A tile of pixels times all outputs is accumulated in registers, starting with the bias and iterating over taps and
/// channels, as in ``ConvolutionEmitter``. A vector of inputs is loaded once for both rows where the window has several
/// rows.
///
///     rsi  a vector of sixes, biases, weights by tap, channel and output
///     rdi  the same, advancing through the channels            rcx  channels left
///                                                              rdx  tiles left in the row
struct RowConvolutionEmitter: RowEmitter {
    let input: RowLayout
    let output: RowLayout
    let window: Extent
    let padding: Padding
    let epilogue: TileEpilogue
    let lanes: Int
    /// Rows and vectors of a row that are computed together.
    private let tileRows: Int
    private let tile: Int

    /// - Returns: `nil` where there are too few registers for the sums.
    init?(
        input: RowLayout, output: RowLayout, window: Extent, padding: Padding, epilogue: TileEpilogue,
        width: VectorWidth
    ) {
        (self.input, self.output, self.window, self.padding) = (input, output, window, padding)
        (self.epilogue, lanes) = (epilogue, width.lanes)
        // Registers for sums, inputs and one weight.
        func fits(_ rows: Int, _ vectors: Int) -> Bool {
            (rows * output.channels + 1) * vectors + 1 <= width.registerCount
        }
        let rows = window.height > 1 && fits(RowPointers.rows, 1) ? RowPointers.rows : 1
        let vectors = output.width / width.lanes
        guard let tile = [8, 4, 2, 1].first(where: { vectors % $0 == 0 && fits(rows, $0) }) else { return nil }
        (tileRows, self.tile) = (rows, tile)
    }

    func inputRows(at row: Int) -> [Int] {
        Array(row - padding.top..<row - padding.top + window.height + RowPointers.rows - 1)
    }

    var pointers: RowPointers {
        RowPointers(inputs: inputRows(at: 0).count, hasAddend: epilogue.hasAddend)
    }

    func emit(_ code: inout Assembler) {
        let pointers = pointers
        pointers.emitBegin(&code)
        for row in stride(from: 0, to: RowPointers.rows, by: tileRows) {
            code.move(.rdx, output.width / (tile * lanes))
            code.align()
            let next = code.here
            emitTile(&code, pointers, firstRow: row)
            pointers.emitAdvance(&code, inputs: tile * lanes, outputs: tile * lanes)
            code.countDown(.rdx, to: next)
            if row + tileRows < RowPointers.rows {
                pointers.emitAdvance(&code, inputs: -output.width, outputs: -output.width)
            }
        }
        pointers.emitEnd(&code)
    }

    private func emitTile(_ code: inout Assembler, _ pointers: RowPointers, firstRow: Int) {
        let bytes = code.width.bytes
        func sum(_ row: Int, _ vector: Int, _ channel: Int) -> VectorRegister {
            VectorRegister((row * tile + vector) * output.channels + channel)
        }
        func value(_ vector: Int) -> VectorRegister { VectorRegister(tileRows * tile * output.channels + vector) }
        let weight = VectorRegister(tileRows * tile * output.channels + tile)

        for channel in 0..<output.channels {
            code.broadcast(sum(0, 0, channel), Address(.rsi, bytes + 4 * channel))
            for row in 0..<tileRows {
                for vector in 0..<tile where row + vector > 0 {
                    code.copy(sum(row, vector, channel), sum(0, 0, channel))
                }
            }
        }
        for i in 0..<window.height + tileRows - 1 {
            for j in 0..<window.width {
                let rows = (0..<tileRows).filter { (0..<window.height).contains(i - $0) }
                let pointer = pointers.inputs[firstRow + i]
                // A short loop: unrolling all channels would exceed the processor's cache of decoded instructions.
                code.move(.rdi, .rsi)
                code.move(.rcx, input.channels)
                code.align()
                let next = code.here
                for vector in 0..<tile {
                    code.load(value(vector), Address(pointer, 4 * (j - padding.left + vector * lanes)))
                }
                for row in rows {
                    let tap = (i - row) * window.width + j
                    for target in 0..<output.channels {
                        let number = output.channels * (1 + tap * input.channels) + target
                        code.broadcast(weight, Address(.rdi, bytes + 4 * number))
                        for vector in 0..<tile { code.multiplyAdd(sum(row, vector, target), value(vector), weight) }
                    }
                }
                code.add(pointer, 4 * input.channelStride)
                code.add(.rdi, 4 * output.channels)
                code.countDown(.rcx, to: next)
                code.add(pointer, -4 * input.channels * input.channelStride)
            }
        }
        for row in 0..<tileRows {
            let sums = (0..<tile).flatMap { vector in
                (0..<output.channels).map { channel in
                    (sum(row, vector, channel), vector * bytes + 4 * channel * output.channelStride)
                }
            }
            epilogue.emit(
                &code, sums: sums, addend: epilogue.hasAddend ? pointers.addends[firstRow + row] : .rsi,
                six: Address(.rsi), spare: weight)
            for (register, displacement) in sums {
                code.store(register, Address(pointers.outputs[firstRow + row], displacement))
            }
        }
    }

    var instructionEstimate: Int {
        let perInput = tile + tileRows * output.channels * (1 + tile) + 16
        let inputs = (window.height + tileRows - 1) * window.width
        return RowPointers.rows / tileRows * (inputs * perInput + 6 * tile * tileRows * output.channels)
    }
}
