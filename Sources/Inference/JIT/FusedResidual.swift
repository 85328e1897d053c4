import PoiseMachineCode

/// An ``InvertedResidual`` in generated code, split into bands of output rows.
///
/// A band is computed row by row. For each panel of the expansion, the rows missing from the filter's window are
/// computed, and each of their channels is filtered while they are in the first-level cache; then the row is projected.
/// Expanded rows stay in a line buffer, so no row is computed twice except a few at the borders of bands.
struct FusedResidual: Kernel {
    let code: ExecutableMemory
    let weights: AlignedMemory
    /// The expansion that computes the filter's input; `nil` where that is a value.
    let expansion: Expansion?
    let filter: Filter
    /// Layout of a filtered row in scratch memory.
    let filtered: BlockedLayout
    let projection: [ConvolutionPanel]
    /// Offsets of the origins of output and addend.
    let output: Int
    let addend: Int
    let outputLayout: BlockedLayout
    /// Number of output rows in a band.
    let bandRows: Int

    /// The convolution that expands the rows.
    struct Expansion: Sendable {
        let panels: [ConvolutionPanel]
        /// The line buffer of the expanded rows, after the filtered row in scratch memory.
        let lineBuffer: LineBuffer
        /// Offset of the first window, and elements between adjacent rows of windows.
        let input: Int
        let inputAdvance: Int
    }

    /// The depthwise convolution.
    struct Filter: Sendable {
        /// The code, by the number of window rows at the start of the line buffer.
        let functions: [DepthwiseEmitter.Function]
        /// Offset in the packed weights, and elements between the weights of adjacent blocks.
        let weightsStart: Int
        let weightsStride: Int
        /// Offset and layout of the input; in the line buffer if there is an expansion.
        let input: Int
        let inputLayout: BlockedLayout
        let windowRows: Int
        let stride: Int
        /// Rows above the image, and elements before a row, at which windows begin.
        let top: Int
        let left: Int
    }

    /// Maximum amount of scratch memory, in elements: 1 MB, the size of a second-level cache.
    static let maximumScratchCount = 1 << 18

    /// Maximum number of bands, and so of threads that work on one residual.
    private static let maximumBands = 4

    var itemCount: Int { (outputLayout.height + bandRows - 1) / bandRows }

    var scratchCount: Int { filtered.count + (expansion?.lineBuffer.layout.count ?? 0) }

    func run(item: Int, memory: KernelMemory) {
        let lineBuffer = memory.scratch + filtered.count
        expansion?.lineBuffer.clearHalo(lineBuffer)
        var made = Int.min
        for row in item * bandRows..<min((item + 1) * bandRows, outputLayout.height) {
            let top = row * filter.stride - filter.top
            if let expansion {
                let missing = max(made, top)..<top + filter.windowRows
                let position = expansion.lineBuffer.position(top)
                for panel in expansion.panels {
                    expand(missing, panel, expansion, to: lineBuffer, memory)
                    filter(panel.blocks, lineBuffer + filter.input, row: position, wrapped: position, memory)
                }
                made = missing.upperBound
            } else {
                filter(0..<filtered.blockCount, memory.values + filter.input, row: top, wrapped: 0, memory)
            }
            project(row, memory)
        }
    }

    /// Computes the expanded rows of a panel.
    private func expand(
        _ rows: Range<Int>, _ panel: ConvolutionPanel, _ expansion: Expansion, to memory: UnsafeMutablePointer<Float>,
        _ session: KernelMemory
    ) {
        let lineBuffer = expansion.lineBuffer
        var rest = rows.clamped(to: 0..<lineBuffer.imageRows)
        for row in rows where !rest.contains(row) { lineBuffer.clear(row: row, blocks: panel.blocks, memory) }
        let target = memory + (lineBuffer.layout.origin + panel.blocks.lowerBound * lineBuffer.layout.blockStride)
        while !rest.isEmpty {
            let segment = lineBuffer.segment(rest)
            let place = target + lineBuffer.position(segment.lowerBound) * lineBuffer.layout.rowStride
            panel.function(
                session.values + (expansion.input + segment.lowerBound * expansion.inputAdvance),
                weights.start + panel.weights, place, place, segment.count)
            rest = segment.upperBound..<rest.upperBound
        }
    }

    /// Filters some blocks of a row.
    ///
    /// - Parameters:
    ///   - blocks: The blocks to filter.
    ///   - input: The first pixel of the input.
    ///   - row: Number of rows from `input` to the start of the windows.
    ///   - wrapped: Number of window rows at the start of the line buffer.
    ///   - memory: The memory of the kernel.
    private func filter(
        _ blocks: Range<Int>, _ input: UnsafeMutablePointer<Float>, row: Int, wrapped: Int, _ memory: KernelMemory
    ) {
        let windows = input + (row * filter.inputLayout.rowStride - filter.left)
        for block in blocks {
            let target = memory.scratch + block * filtered.blockStride
            filter.functions[wrapped](
                windows + block * filter.inputLayout.blockStride,
                weights.start + (filter.weightsStart + block * filter.weightsStride), target, target, 1)
        }
    }

    /// Computes a row of the output.
    private func project(_ row: Int, _ memory: KernelMemory) {
        for panel in projection {
            let target = row * outputLayout.rowStride + panel.blocks.lowerBound * outputLayout.blockStride
            panel.function(
                memory.scratch, weights.start + panel.weights, memory.values + (output + target),
                memory.values + (addend + target), 1)
        }
    }
}

extension FusedResidual {
    /// Returns the number of output rows in a band of a map with `rows` rows.
    ///
    /// There are at least two bands, for threads, and bands are large enough that at most an eighth of the expanded
    /// rows is computed twice.
    fileprivate static func bandRows(_ rows: Int, window: Int, stride: Int) -> Int {
        let least = max(1, 8 * (window - stride) / stride)
        let bands = max(2, min(maximumBands, rows / least))
        return (rows + bands - 1) / bands
    }

    /// Returns the number of elements of scratch memory that an inverted residual needs.
    static func scratchCount(_ residual: InvertedResidual, in graph: Graph, lanes: Int) -> Int {
        filteredRow(residual, in: graph, lanes: lanes).count
            + (lineBuffer(residual, in: graph, lanes: lanes)?.layout.count ?? 0)
    }

    /// Returns the layout of a single row of the filtered values.
    fileprivate static func filteredRow(_ residual: InvertedResidual, in graph: Graph, lanes: Int) -> BlockedLayout {
        let image = BlockedLayout(shape: graph.shapes[graph.steps[residual.filter].output], lanes: lanes)
        return BlockedLayout(height: 1, width: image.width, channels: image.channels, block: image.block, halo: 0)
    }

    /// Returns the line buffer between expansion and filter, or `nil` without an expansion.
    fileprivate static func lineBuffer(_ residual: InvertedResidual, in graph: Graph, lanes: Int) -> LineBuffer? {
        let step = graph.steps[residual.filter]
        guard residual.expansion != nil, case .depthwiseConvolution(let convolution) = step.operation,
            let window = graph.constants[convolution.weights]?.shape[1]
        else { return nil }
        return LineBuffer(image: BlockedLayout(shape: graph.shapes[step.inputs[0]], lanes: lanes), window: window)
    }
}

extension JITCompiler {
    mutating func compile(_ residual: InvertedResidual) -> Bool {
        let last = graph.steps[residual.projection]
        let filtered = FusedResidual.filteredRow(residual, in: graph, lanes: lanes)
        let lineBuffer = FusedResidual.lineBuffer(residual, in: graph, lanes: lanes)
        var expansion: ((ExecutableMemory) -> FusedResidual.Expansion)?
        if let index = residual.expansion, let lineBuffer {
            guard let made = makeExpansion(graph.steps[index], lineBuffer) else { return false }
            expansion = made
        }
        guard let output = blocked(last.output), case .convolution(let projection) = last.operation,
            let filter = makeFilter(graph.steps[residual.filter], lineBuffer, filtered),
            let panels = panels(
                projection, TileEpilogue(last.epilogue), from: filtered, to: output.layout, height: 1)
        else { return false }
        let addend = addendOrigin(last, output)
        pendingKernels.append { memory, packed in
            let filter = filter(memory)
            return FusedResidual(
                code: memory, weights: packed, expansion: expansion?(memory), filter: filter, filtered: filtered,
                projection: panels.placed(in: memory), output: output.offset + output.layout.origin, addend: addend,
                outputLayout: output.layout,
                bandRows: FusedResidual.bandRows(
                    output.layout.height, window: filter.windowRows, stride: filter.stride))
        }
        return true
    }

    private mutating func makeExpansion(
        _ step: Step, _ lineBuffer: LineBuffer
    ) -> ((ExecutableMemory) -> FusedResidual.Expansion)? {
        guard let input = blocked(step.inputs[0]), case .convolution(let convolution) = step.operation,
            fits(
                input.layout, BlockedLayout(shape: graph.shapes[step.output], lanes: lanes), window(convolution),
                convolution.stride, convolution.padding),
            let panels = panels(
                convolution, TileEpilogue(step.epilogue), from: input.layout, to: lineBuffer.layout, height: 1)
        else { return nil }
        let firstWindow =
            input.offset + input.layout.origin - convolution.padding.top * input.layout.rowStride
            - convolution.padding.left * input.layout.block
        return { memory in
            FusedResidual.Expansion(
                panels: panels.placed(in: memory), lineBuffer: lineBuffer, input: firstWindow,
                inputAdvance: convolution.stride.height * input.layout.rowStride)
        }
    }

    private mutating func makeFilter(
        _ step: Step, _ lineBuffer: LineBuffer?, _ filtered: BlockedLayout
    ) -> ((ExecutableMemory) -> FusedResidual.Filter)? {
        let image = BlockedLayout(shape: graph.shapes[step.inputs[0]], lanes: lanes)
        guard case .depthwiseConvolution(let convolution) = step.operation,
            let width = VectorWidth(rawValue: filtered.block), image.block == filtered.block,
            let input = lineBuffer.map({ (offset: 0, layout: $0.layout) }) ?? blocked(step.inputs[0])
        else { return nil }
        let window = window(convolution)
        let narrow = BlockedLayout(shape: graph.shapes[step.output], lanes: lanes)
        guard fits(image, narrow, window, convolution.stride, convolution.padding) else { return nil }
        var functions: [Int] = []
        for wrapped in 0..<(lineBuffer == nil ? 1 : window.height) {
            var emitter = depthwiseEmitter(
                convolution, TileEpilogue(step.epilogue), from: input.layout, to: filtered, width)
            emitter.wrappedRows = wrapped
            guard emitter.instructionEstimate <= JITCompiler.maximumInstructions else { return nil }
            functions.append(code.function(emitter))
        }
        let start = weights.append(
            depthwise: constant(convolution.weights), bias: constant(convolution.bias), blocks: filtered.blockCount,
            lanes: width.lanes)
        return { memory in
            FusedResidual.Filter(
                functions: functions.map { memory.function(at: $0, as: DepthwiseEmitter.Function.self) },
                weightsStart: start, weightsStride: (2 + window.height * window.width) * width.lanes,
                input: input.offset + input.layout.origin, inputLayout: input.layout, windowRows: window.height,
                stride: convolution.stride.height,
                top: convolution.padding.top, left: convolution.padding.left * filtered.block)
        }
    }

    private func window(_ convolution: Convolution) -> Extent {
        let shape = constant(convolution.weights).shape
        return Extent(height: shape[1], width: shape[2])
    }
}
