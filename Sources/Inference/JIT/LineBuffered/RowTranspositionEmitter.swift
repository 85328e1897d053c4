import PoiseMachineCode

/// Emits the conversion of two rows of a blocked map to rows of vectors of pixels.
///
/// Four vectors, each with four channels of every fourth pixel, become four vectors of pixels.
///
///     rdx  vectors left in the row
struct RowTranspositionEmitter: RowEmitter {
    let input: BlockedLayout
    let output: RowLayout
    let lanes: Int

    func inputRows(at row: Int) -> [Int] { Array(row..<row + RowPointers.rows) }

    var pointers: RowPointers {
        RowPointers(inputs: RowPointers.rows, hasAddend: false)
    }

    func emit(_ code: inout Assembler) {
        let pointers = pointers
        pointers.emitBegin(&code)
        code.move(.rdx, output.width / lanes)
        code.align()
        let next = code.here
        for row in 0..<RowPointers.rows {
            emitPrefetch(&code, pointers.inputs[row])
            for first in stride(from: 0, to: output.channels, by: 4) { emitFour(&code, pointers, row, first) }
        }
        pointers.emitAdvance(&code, inputs: lanes * input.block, outputs: lanes)
        code.countDown(.rdx, to: next)
        pointers.emitEnd(&code)
    }

    /// Prefetches what the next call will read: the value was computed long ago, and other stages run before that call.
    private func emitPrefetch(_ code: inout Assembler, _ pointer: GeneralRegister) {
        for block in 0..<input.blockCount {
            let next = 4 * (block * input.blockStride + RowPointers.rows * input.rowStride)
            for offset in stride(from: 0, to: 4 * lanes * input.block, by: AlignedMemory.alignment) {
                code.prefetch(Address(pointer, next + offset))
            }
        }
    }

    /// Emits a vector of pixels for four channels.
    private func emitFour(_ code: inout Assembler, _ pointers: RowPointers, _ row: Int, _ first: Int) {
        let source = (0..<4).map { VectorRegister($0) }
        let halves = (4..<8).map { VectorRegister($0) }
        let channel = first / input.block * input.blockStride + first % input.block
        for (pixel, register) in source.enumerated() {
            func place(_ quad: Int) -> Address {
                Address(pointers.inputs[row], 4 * (channel + (4 * quad + pixel) * input.block))
            }
            code.broadcastQuad(register, place(0))
            for quad in 1..<lanes / 4 { code.insertQuad(register, register, place(quad), quad: quad) }
        }
        code.unpackLow(halves[0], source[0], source[1])
        code.unpackLow(halves[1], source[2], source[3])
        code.unpackHigh(halves[2], source[0], source[1])
        code.unpackHigh(halves[3], source[2], source[3])
        for (index, register) in source.enumerated() where first + index < output.channels {
            let (low, high) = (halves[index / 2 * 2], halves[index / 2 * 2 + 1])
            code.shuffle(register, low, high, lanes: index % 2 == 0 ? (0, 1, 0, 1) : (2, 3, 2, 3))
            code.store(register, Address(pointers.outputs[row], 4 * (first + index) * output.channelStride))
        }
    }

    var instructionEstimate: Int { RowPointers.rows * output.channels * (lanes / 4 + 3) + 32 }
}
