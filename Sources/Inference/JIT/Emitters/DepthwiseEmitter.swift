import PoiseMachineCode

/// Emits a depthwise convolution, for a block of channels.
///
/// Several outputs of a row are accumulated together, so that an input under several windows is loaded once. The
/// products of an output are added column by column of the window, starting with the bias: the order of XNNPACK's
/// kernels.
///
///     rdi  input, at the window of the row's first output      r10  input, advancing along the row
///     rsi  bias, sixes, weights by column and row              r11  output, likewise
///     rdx  output, at the row's start                          r9   addend, likewise
///     rcx  addend, at the row's start                          rax  groups left in the row
///     r8   rows left
struct DepthwiseEmitter: KernelEmitter {
    let input: BlockedLayout
    let output: BlockedLayout
    let window: Extent
    let stride: Extent
    /// Outputs of a row that are computed together.
    let group: Int
    let epilogue: TileEpilogue
    /// Number of window rows at the start of a ``LineBuffer``, after the window wraps around its end.
    var wrappedRows = 0

    var lanes: Int { output.block }

    typealias Function = ConvolutionEmitter.Function

    func emit(_ code: inout Assembler) {
        let keepsWeights = keepsWeights(code.width)
        if keepsWeights {
            for tap in 0..<tapCount { code.load(weight(tap), weightAddress(tap, code.width)) }
        }
        let row = code.here
        code.move(.r10, .rdi)
        code.move(.r11, .rdx)
        if epilogue.hasAddend { code.move(.r9, .rcx) }
        if output.width / group > 0 {
            code.move(.rax, output.width / group)
            code.align()
            let next = code.here
            emitGroup(&code, count: group, keepsWeights: keepsWeights)
            code.countDown(.rax, to: next)
        }
        if output.width % group > 0 { emitGroup(&code, count: output.width % group, keepsWeights: keepsWeights) }
        code.add(.rdi, 4 * stride.height * input.rowStride)
        code.add(.rdx, 4 * output.rowStride)
        if epilogue.hasAddend { code.add(.rcx, 4 * output.rowStride) }
        code.countDown(.r8, to: row)
        code.returnToCaller()
    }

    /// Returns the number of rows from the start of the window to one of its rows.
    private func inputRow(_ row: Int) -> Int { row < window.height - wrappedRows ? row : row - input.height }

    private var tapCount: Int { window.height * window.width }

    /// Whether all weights fit into registers, in addition to the sums and two others.
    private func keepsWeights(_ width: VectorWidth) -> Bool { tapCount + group + 2 <= width.registerCount }

    private func weight(_ tap: Int) -> VectorRegister { VectorRegister(group + 2 + tap) }

    private func weightAddress(_ tap: Int, _ width: VectorWidth) -> Address { Address(.rsi, (2 + tap) * width.bytes) }

    private func emitGroup(_ code: inout Assembler, count: Int, keepsWeights: Bool) {
        func sum(_ output: Int) -> VectorRegister { VectorRegister(output) }
        let value = VectorRegister(group)
        let spare = VectorRegister(group + 1)
        let bytes = code.width.bytes

        code.load(sum(0), Address(.rsi))
        for output in 1..<max(count, 1) { code.copy(sum(output), sum(0)) }
        for x in 0..<(count - 1) * stride.width + window.width {
            let users = (0..<count).filter { (0..<window.width).contains(x - $0 * stride.width) }
            guard !users.isEmpty else { continue }
            for i in 0..<window.height {
                let place = Address(.r10, 4 * (inputRow(i) * input.rowStride + x * input.block))
                func tap(_ output: Int) -> Int { (x - output * stride.width) * window.height + i }
                if users.count == 1, keepsWeights {
                    code.multiplyAdd(sum(users[0]), weight(tap(users[0])), place)
                    continue
                }
                code.load(value, place)
                for output in users {
                    if keepsWeights {
                        code.multiplyAdd(sum(output), value, weight(tap(output)))
                    } else {
                        code.multiplyAdd(sum(output), value, weightAddress(tap(output), code.width))
                    }
                }
            }
        }
        let sums = (0..<count).map { (sum($0), 4 * $0 * output.block) }
        epilogue.emit(&code, sums: sums, addend: .r9, six: Address(.rsi, bytes), spare: spare)
        for (register, displacement) in sums { code.store(register, Address(.r11, displacement)) }
        code.add(.r10, 4 * count * stride.width * input.block)
        code.add(.r11, 4 * count * output.block)
        if epilogue.hasAddend { code.add(.r9, 4 * count * output.block) }
    }

    var instructionEstimate: Int { 2 * (group * tapCount + (group * stride.width + window.width) * window.height) }
}
