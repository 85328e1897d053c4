/// A convolution of each channel by itself by generated code, cut into blocks of channels and stretches of rows.
struct AssembledDepthwise: Kernel {
    let code: ExecutableMemory
    let function: DepthwiseEmitter.Function
    let weights: AlignedMemory
    /// Where the weights begin in the packed ones, and elements from a block's to the next.
    let weightsStart: Int
    let weightsStride: Int
    /// Places of the first window, of the output's and of the addend's origin.
    let input: Int
    let output: Int
    let addend: Int
    /// Elements from a block to the next, and from an output row to the next.
    let inputBlockStride: Int
    let outputBlockStride: Int
    let inputRowAdvance: Int
    let outputRowStride: Int
    let blocks: Int
    let rows: Int
    /// Rows of an item.
    let rowsPerItem: Int

    private var stretches: Int { (rows + rowsPerItem - 1) / rowsPerItem }

    var itemCount: Int { blocks * stretches }

    func run(item: Int, memory: KernelMemory) {
        let block = item / stretches
        let first = item % stretches * rowsPerItem
        let target = block * outputBlockStride + first * outputRowStride
        function(
            memory.values + (input + block * inputBlockStride + first * inputRowAdvance),
            weights.start + (weightsStart + block * weightsStride), memory.values + (output + target),
            memory.values + (addend + target), min(rowsPerItem, rows - first))
    }
}

extension AssembledCompiler {
    mutating func compileDepthwise(_ convolution: Convolution, _ step: Step) -> Bool {
        guard let input = blocked(step.inputs[0]), let output = blocked(step.output),
            input.layout.block == output.layout.block, let width = VectorWidth(rawValue: output.layout.block)
        else { return false }
        let kernel = constant(convolution.weights)
        let window = Extent(height: kernel.shape[1], width: kernel.shape[2])
        guard fits(input.layout, output.layout, window, convolution.stride, convolution.padding) else { return false }

        let taps = window.height * window.width
        let emitter = depthwiseEmitter(
            convolution, TileEpilogue(step.epilogue), from: input.layout, to: output.layout, width)
        guard emitter.instructionEstimate <= AssembledCompiler.maximumInstructions else { return false }
        let lanes = width.lanes
        let start = weights.append(
            depthwise: kernel, bias: constant(convolution.bias), blocks: input.layout.blockCount, lanes: lanes)
        let function = code.function(emitter)
        let firstWindow =
            input.offset + input.layout.origin - convolution.padding.top * input.layout.rowStride
            - convolution.padding.left * input.layout.block
        let addend = addendOrigin(step, output)
        let rowsPerItem = max(1, (1 << 16) / (output.layout.width * lanes * taps))
        makers.append { memory, packed in
            AssembledDepthwise(
                code: memory, function: memory.function(at: function, as: DepthwiseEmitter.Function.self),
                weights: packed, weightsStart: start, weightsStride: (2 + taps) * lanes, input: firstWindow,
                output: output.offset + output.layout.origin, addend: addend,
                inputBlockStride: input.layout.blockStride, outputBlockStride: output.layout.blockStride,
                inputRowAdvance: convolution.stride.height * input.layout.rowStride,
                outputRowStride: output.layout.rowStride, blocks: output.layout.blockCount,
                rows: output.layout.height, rowsPerItem: rowsPerItem)
        }
        return true
    }
    /// What writes the code of a convolution of each channel by itself.
    func depthwiseEmitter(
        _ convolution: Convolution, _ epilogue: TileEpilogue, from input: BlockedLayout, to output: BlockedLayout,
        _ width: VectorWidth
    ) -> DepthwiseEmitter {
        let kernel = constant(convolution.weights)
        let window = Extent(height: kernel.shape[1], width: kernel.shape[2])
        let taps = window.height * window.width
        // Four sums beside nine weights in sixteen registers, else eight and weights from memory.
        let maximum =
            width == .eight && taps + 8 + 2 > width.registerCount && taps + 4 + 2 <= width.registerCount ? 4 : 8
        let tile = PixelTile(height: 1, width: output.width, maximum: maximum)
        return DepthwiseEmitter(
            input: input, output: output, window: window, stride: convolution.stride, group: tile.columns,
            epilogue: epilogue)
    }
}
