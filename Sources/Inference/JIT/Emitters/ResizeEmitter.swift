import PoiseMachineCode

/// Emits one row of a bilinear upsampling, for a block of channels.
///
/// All columns are unrolled, each with the two inputs it lies between. The operations are those of XNNPACK in its
/// order, without fused ones: along both rows first, then between them.
///
///     rdi  upper input row        rcx  addend row
///     rsi  lower input row        r8   weight between the rows, then that of each column
///     rdx  output row             r9   a vector of sixes
struct ResizeEmitter: KernelEmitter {
    let input: BlockedLayout
    let output: BlockedLayout
    let epilogue: TileEpilogue

    var lanes: Int { output.block }

    /// Upper row, lower row, output, addend, weights, sixes.
    typealias Function =
        @convention(c) (
            UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafePointer<Float>,
            UnsafePointer<Float>, UnsafePointer<Float>
        ) -> Void

    func emit(_ code: inout Assembler) {
        let (upper, lower, difference) = (VectorRegister(0), VectorRegister(1), VectorRegister(2))
        let (weight, rowWeight, spare) = (VectorRegister(3), VectorRegister(4), VectorRegister(5))
        code.broadcast(rowWeight, Address(.r8))
        for (column, sample) in BilinearResize.samples(input: input.width, output: output.width).enumerated() {
            let (first, second) = (4 * sample.first * input.block, 4 * sample.second * input.block)
            code.broadcast(weight, Address(.r8, 4 * (1 + column)))
            for (row, register) in [(upper, GeneralRegister.rdi), (lower, .rsi)] {
                code.load(row, Address(register, first))
                code.load(difference, Address(register, second))
                code.subtract(difference, difference, row)
                code.multiply(difference, difference, weight)
                code.add(row, row, difference)
            }
            code.subtract(lower, lower, upper)
            code.multiply(lower, lower, rowWeight)
            code.add(upper, upper, lower)
            let place = 4 * column * output.block
            epilogue.emit(&code, sums: [(upper, place)], addend: .rcx, six: Address(.r9), spare: spare)
            code.store(upper, Address(.rdx, place))
        }
        code.returnToCaller()
    }

    var instructionEstimate: Int { 20 * output.width }
}
