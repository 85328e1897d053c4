import PoiseMachineCode

/// A depthwise convolution in generated code, split into blocks of channels and ranges of rows.
struct JITDepthwise: Kernel {
    let code: ExecutableMemory
    let function: DepthwiseEmitter.Function
    let weights: AlignedMemory
    /// Offset in the packed weights, and elements between the weights of adjacent blocks.
    let weightsStart: Int
    let weightsStride: Int
    /// Offsets of the first window and of the origins of output and addend.
    let input: Int
    let output: Int
    let addend: Int
    /// Elements between adjacent blocks and between adjacent output rows.
    let inputBlockStride: Int
    let outputBlockStride: Int
    let inputRowAdvance: Int
    let outputRowStride: Int
    let blocks: Int
    let rows: Int
    /// Number of rows per item.
    let rowsPerItem: Int

    private var segments: Int { (rows + rowsPerItem - 1) / rowsPerItem }

    var itemCount: Int { blocks * segments }

    func run(item: Int, memory: KernelMemory) {
        let block = item / segments
        let first = item % segments * rowsPerItem
        let target = block * outputBlockStride + first * outputRowStride
        function(
            memory.values + (input + block * inputBlockStride + first * inputRowAdvance),
            weights.start + (weightsStart + block * weightsStride), memory.values + (output + target),
            memory.values + (addend + target), min(rowsPerItem, rows - first))
    }
}

extension JITCompiler {
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
        guard emitter.instructionEstimate <= JITCompiler.maximumInstructions else { return false }
        let lanes = width.lanes
        let start = weights.append(
            depthwise: kernel, bias: constant(convolution.bias), blocks: input.layout.blockCount, lanes: lanes)
        let function = code.function(emitter)
        let firstWindow =
            input.offset + input.layout.origin - convolution.padding.top * input.layout.rowStride
            - convolution.padding.left * input.layout.block
        let addend = addendOrigin(step, output)
        let rowsPerItem = max(1, (1 << 16) / (output.layout.width * lanes * taps))
        pendingKernels.append { memory, packed in
            JITDepthwise(
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
    /// Returns the emitter of a depthwise convolution.
    func depthwiseEmitter(
        _ convolution: Convolution, _ epilogue: TileEpilogue, from input: BlockedLayout, to output: BlockedLayout,
        _ width: VectorWidth
    ) -> DepthwiseEmitter {
        let kernel = constant(convolution.weights)
        let window = Extent(height: kernel.shape[1], width: kernel.shape[2])
        let taps = window.height * window.width
        // Four sums and nine weights fit into sixteen registers; otherwise eight sums, with weights read from memory.
        let maximum =
            width == .eight && taps + 8 + 2 > width.registerCount && taps + 4 + 2 <= width.registerCount ? 4 : 8
        let tile = PixelTile(height: 1, width: output.width, maximum: maximum)
        return DepthwiseEmitter(
            input: input, output: output, window: window, stride: convolution.stride, group: tile.columns,
            epilogue: epilogue)
    }
}
