import PoiseMachineCode

/// A convolution in generated code.
///
/// It is split into strips of rows or, where the image is too small for that, into panels of output channels.
struct JITConvolution: Kernel {
    let code: ExecutableMemory
    let weights: AlignedMemory
    let panels: [ConvolutionPanel]
    /// Offsets of the first window and of the origins of output and addend.
    let input: Int
    let output: Int
    let addend: Int
    /// Elements between adjacent rows of tiles.
    let inputAdvance: Int
    let outputAdvance: Int
    /// Elements between adjacent blocks of the output.
    let outputBlockStride: Int
    /// Number of tile rows in total and per strip.
    let tileRows: Int
    let stripRows: Int

    /// The number of strips from which strips alone keep all threads busy.
    private static let enoughStrips = 4

    private var stripCount: Int { (tileRows + stripRows - 1) / stripRows }
    private var sharesPanels: Bool { stripCount < JITConvolution.enoughStrips }

    var itemCount: Int { sharesPanels ? stripCount * panels.count : stripCount }

    func run(item: Int, memory: KernelMemory) {
        let strip = sharesPanels ? item / panels.count : item
        let selected = sharesPanels ? item % panels.count..<item % panels.count + 1 : 0..<panels.count
        let first = strip * stripRows
        let rows = min(stripRows, tileRows - first)
        let source = memory.values + (input + first * inputAdvance)
        for panel in panels[selected] {
            let target = first * outputAdvance + panel.blocks.lowerBound * outputBlockStride
            panel.function(
                source, weights.start + panel.weights, memory.values + (output + target),
                memory.values + (addend + target), rows)
        }
    }
}

extension JITCompiler {
    mutating func compile(_ convolution: Convolution, _ step: Step) -> Bool {
        guard let input = blocked(step.inputs[0]), let output = blocked(step.output) else { return false }
        let kernel = constant(convolution.weights)
        let window = Extent(height: kernel.shape[1], width: kernel.shape[2])
        guard fits(input.layout, output.layout, window, convolution.stride, convolution.padding) else { return false }

        guard
            let panels = panels(
                convolution, TileEpilogue(step.epilogue), from: input.layout, to: output.layout,
                height: output.layout.height)
        else { return false }

        let tile = panels.tile
        let advance = tile.rows * convolution.stride.height * input.layout.rowStride
        let inputRowBytes =
            4 * input.layout.width * panels.channelsOfPass * tile.rows * convolution.stride.height
        let weightBytes = 4 * kernel.shape.reduce(1, *)
        // Small weights stay in the first-level cache next to a small part of the input; large weights benefit from a
        // larger part of the input.
        let stripBytes = weightBytes <= 24 << 10 ? 12 << 10 : 100 << 10
        let tileRows = output.layout.height / tile.rows
        let stripRows = min(max(1, stripBytes / inputRowBytes), tileRows)
        let firstWindow =
            input.offset + input.layout.origin - convolution.padding.top * input.layout.rowStride
            - convolution.padding.left * input.layout.block
        let addend = addendOrigin(step, output)
        pendingKernels.append { memory, packed in
            JITConvolution(
                code: memory, weights: packed,
                panels: panels.placed(in: memory),
                input: firstWindow, output: output.offset + output.layout.origin, addend: addend,
                inputAdvance: advance, outputAdvance: tile.rows * output.layout.rowStride,
                outputBlockStride: output.layout.blockStride, tileRows: tileRows, stripRows: stripRows)
        }
        return true
    }
}
