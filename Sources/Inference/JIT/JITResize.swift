import PoiseMachineCode

/// Bilinear upsampling in generated code, row by row for each block.
struct JITResize: Kernel {
    let code: ExecutableMemory
    let function: ResizeEmitter.Function
    let weights: AlignedMemory
    /// Offset of the first row's weights, elements between the weights of adjacent rows, and offset of the sixes.
    let weightsStart: Int
    let weightsStride: Int
    let sixes: Int
    let input: Int
    let inputLayout: BlockedLayout
    let output: Int
    let outputLayout: BlockedLayout
    let addend: Int
    /// The input rows of each output row.
    let rows: [BilinearResize.Sample]

    private static let rowsPerItem = 16

    private var segments: Int { (outputLayout.height + Self.rowsPerItem - 1) / Self.rowsPerItem }

    var itemCount: Int { outputLayout.blockCount * segments }

    func run(item: Int, memory: KernelMemory) {
        let block = item / segments
        let first = item % segments * Self.rowsPerItem
        let image = memory.values + (input + block * inputLayout.blockStride)
        for y in first..<min(first + Self.rowsPerItem, outputLayout.height) {
            let target = block * outputLayout.blockStride + y * outputLayout.rowStride
            function(
                image + rows[y].first * inputLayout.rowStride, image + rows[y].second * inputLayout.rowStride,
                memory.values + (output + target), memory.values + (addend + target),
                weights.start + (weightsStart + y * weightsStride), weights.start + sixes)
        }
    }
}

extension JITCompiler {
    mutating func compileResize(_ step: Step) -> Bool {
        guard let input = blocked(step.inputs[0]), let output = blocked(step.output),
            input.layout.block == output.layout.block, let width = VectorWidth(rawValue: output.layout.block)
        else { return false }
        let emitter = ResizeEmitter(
            input: input.layout, output: output.layout, epilogue: TileEpilogue(step.epilogue))
        guard emitter.instructionEstimate <= JITCompiler.maximumInstructions else { return false }
        let rows = BilinearResize.samples(input: input.layout.height, output: output.layout.height)
        let columns = BilinearResize.samples(input: input.layout.width, output: output.layout.width)
        let packed = weights.append(rows: rows, columns: columns, lanes: width.lanes)
        let function = code.function(emitter)
        let addend = addendOrigin(step, output)
        pendingKernels.append { memory, weights in
            JITResize(
                code: memory, function: memory.function(at: function, as: ResizeEmitter.Function.self),
                weights: weights, weightsStart: packed.rows, weightsStride: 1 + columns.count, sixes: packed.sixes,
                input: input.offset + input.layout.origin, inputLayout: input.layout,
                output: output.offset + output.layout.origin, outputLayout: output.layout, addend: addend, rows: rows)
        }
        return true
    }
}
