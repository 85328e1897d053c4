/// Makes a program of generated code of a graph.
struct AssembledCompiler {
    private let graph: Graph
    private var arena: AssembledArena
    private var code: CodeBuilder
    private var weights = PackedWeights()
    /// What makes each kernel, once code and weights have their places in memory.
    private var makers: [(ExecutableMemory, AlignedMemory) -> any Kernel] = []

    /// The longest code made for one kernel, in instructions.
    static let maximumInstructions = 1 << 15
    /// The most code made for a network, in bytes: twenty times that of a pose network.
    static let maximumCodeBytes = 1 << 25

    /// - Returns: `nil` where a step is of a kind for which there is no generated code, or the system lets no code be
    ///   made; the portable executor runs everything.
    static func program(for graph: Graph, width: VectorWidth) -> Program? {
        var compiler = AssembledCompiler(graph, width)
        return compiler.compile()
    }

    private init(_ graph: Graph, _ width: VectorWidth) {
        self.graph = graph
        code = CodeBuilder()
        arena = AssembledArena(graph, pictures: AssembledCompiler.pictures(of: graph), lanes: width.lanes)
    }

    /// Inputs of few channels that only full convolutions read: they are kept without blocks.
    private static func pictures(of graph: Graph) -> Set<Int> {
        Set(
            graph.inputs.filter { value in
                graph.shapes[value].count == 4 && graph.shapes[value][3] <= 4
                    && graph.steps.allSatisfy { step in
                        guard step.reads.contains(value) else { return true }
                        guard case .convolution = step.operation else { return false }
                        return step.epilogue.addend != value
                    }
            })
    }

    private mutating func compile() -> Program? {
        // With this all distances between the elements of a value fit into a displacement of 32 bits.
        guard arena.count <= Plan.maximumArenaElements else { return nil }
        var offsets: [Int: Int] = [:]
        for value in graph.inputs { offsets[value] = importValue(value) }
        var stepKernels: [Range<Int>] = []
        for step in graph.steps {
            let first = makers.count
            guard compile(step), code.bytes.count <= AssembledCompiler.maximumCodeBytes else { return nil }
            stepKernels.append(first..<makers.count)
        }
        for value in graph.outputs where offsets[value] == nil { offsets[value] = exportValue(value) }
        guard arena.count <= Plan.maximumArenaElements, let memory = ExecutableMemory(code.bytes) else { return nil }
        let packed = weights.memory()
        return Program(
            executor: .assembled, kernels: makers.map { $0(memory, packed) }, stepKernels: stepKernels,
            elementCount: arena.count, offsets: offsets, guards: arena.guards)
    }

    /// Adds a kernel without generated code.
    private mutating func add(_ kernel: any Kernel) { makers.append { _, _ in kernel } }

    private func place(_ value: Int) -> AssembledPlace {
        guard let place = arena.places[value] else { preconditionFailure("value \(value) has no place") }
        return place
    }

    private func blocked(_ value: Int) -> (offset: Int, layout: BlockedLayout)? {
        guard case .blocked(let offset, let layout) = place(value) else { return nil }
        return (offset, layout)
    }

    private func constant(_ name: String) -> Network.Constant {
        guard let constant = graph.constants[name] else { preconditionFailure("the network has been validated") }
        return constant
    }

    // MARK: Values in and out

    /// A dense place for an input, from which it is brought to its blocks.
    private mutating func importValue(_ value: Int) -> Int {
        guard case .blocked = place(value) else { return plainOffset(value) }
        let dense = arena.allocate(graph.shapes[value].reduce(1, *))
        add(RearrangementKernel(from: .dense(dense, graph.shapes[value]), to: indexed(value)))
        return dense
    }

    /// A dense place for a result, to which it is brought from its blocks.
    private mutating func exportValue(_ value: Int) -> Int {
        guard case .blocked = place(value) else { return plainOffset(value) }
        let dense = arena.allocate(graph.shapes[value].reduce(1, *))
        add(RearrangementKernel(from: indexed(value), to: .dense(dense, graph.shapes[value])))
        return dense
    }

    private func plainOffset(_ value: Int) -> Int {
        guard case .plain(let offset, _) = place(value) else { preconditionFailure("value \(value) is in blocks") }
        return offset
    }

    private func indexed(_ value: Int) -> IndexedValue {
        switch place(value) {
        case .blocked(let offset, let layout): .blocked(offset, layout)
        case .plain(let offset, _): .dense(offset, graph.shapes[value])
        }
    }

    // MARK: Steps

    private mutating func compile(_ step: Step) -> Bool {
        switch step.operation {
        case .convolution(let convolution): return compile(convolution, step)
        case .depthwiseConvolution(let convolution): return compileDepthwise(convolution, step)
        case .resizeBilinear: return compileResize(step)
        case .maxPool(let pooling): return compile(pooling, step)
        case .add: return compileSum(step)
        case .logistic:
            add(RearrangementKernel(from: indexed(step.inputs[0]), to: indexed(step.output), transform: .logistic))
        case .reshape:
            add(RearrangementKernel(from: indexed(step.inputs[0]), to: indexed(step.output)))
        case .depthToSpace(let block):
            add(RearrangementKernel(depthToSpace: block, from: indexed(step.inputs[0]), to: indexed(step.output)))
        case .concatenation(let axis):
            let parts = step.inputs.map(indexed)
            add(RearrangementKernel(concatenating: parts, along: axis, to: indexed(step.output)))
        case .pad: return false
        }
        return true
    }

    private mutating func compile(_ convolution: Convolution, _ step: Step) -> Bool {
        guard let input = blocked(step.inputs[0]), let output = blocked(step.output) else { return false }
        let kernel = constant(convolution.weights)
        let bias = constant(convolution.bias)
        let window = Extent(height: kernel.shape[1], width: kernel.shape[2])
        guard fits(input.layout, output.layout, window, convolution.stride, convolution.padding) else { return false }

        guard let width = VectorWidth(rawValue: output.layout.block) else { return false }
        let lanes = width.lanes
        let split = PanelSplit(vectors: output.layout.blockCount, width: width)
        let tile = PixelTile(
            height: output.layout.height, width: output.layout.width,
            maximum: split.maximumPixels(width: width))
        var panels: [(function: Int, weights: Int, output: Int)] = []
        var firstVector = 0
        for vectors in split.panels {
            let emitter = ConvolutionEmitter(
                input: input.layout, output: output.layout, window: window, stride: convolution.stride,
                vectors: vectors, tile: tile, epilogue: TileEpilogue(step.epilogue))
            guard emitter.instructionEstimate <= AssembledCompiler.maximumInstructions else { return false }
            let packed = weights.append(
                convolution: kernel, bias: bias, outputs: firstVector * lanes, vectors: vectors, lanes: lanes)
            panels.append((code.function(emitter), packed, firstVector * output.layout.blockStride))
            firstVector += vectors
        }

        let advance = tile.rows * convolution.stride.height * input.layout.rowStride
        let inputRowBytes = 4 * input.layout.width * input.layout.channels * tile.rows * convolution.stride.height
        let weightBytes = 4 * kernel.shape.reduce(1, *)
        // Small weights stay in the first-level cache beside a little input; of large ones more input makes use.
        let stripBytes = weightBytes <= 24 << 10 ? 12 << 10 : 100 << 10
        let tileRows = output.layout.height / tile.rows
        let stripRows = min(max(1, stripBytes / inputRowBytes), tileRows)
        let firstWindow =
            input.offset + input.layout.origin - convolution.padding.top * input.layout.rowStride
            - convolution.padding.left * input.layout.block
        let addend = addendOrigin(step, output)
        makers.append { memory, packed in
            AssembledConvolution(
                code: memory, weights: packed,
                panels: panels.map { panel in
                    AssembledConvolution.Panel(
                        function: memory.function(at: panel.function, as: ConvolutionEmitter.Function.self),
                        weights: panel.weights, output: panel.output)
                },
                input: firstWindow, output: output.offset + output.layout.origin, addend: addend,
                inputAdvance: advance, outputAdvance: tile.rows * output.layout.rowStride, tileRows: tileRows,
                stripRows: stripRows)
        }
        return true
    }

    private mutating func compileDepthwise(_ convolution: Convolution, _ step: Step) -> Bool {
        guard let input = blocked(step.inputs[0]), let output = blocked(step.output),
            input.layout.block == output.layout.block, let width = VectorWidth(rawValue: output.layout.block)
        else { return false }
        let kernel = constant(convolution.weights)
        let window = Extent(height: kernel.shape[1], width: kernel.shape[2])
        guard fits(input.layout, output.layout, window, convolution.stride, convolution.padding) else { return false }

        let taps = window.height * window.width
        // Four sums beside nine weights in sixteen registers, else eight and weights from memory.
        let maximum =
            width == .eight && taps + 8 + 2 > width.registerCount && taps + 4 + 2 <= width.registerCount ? 4 : 8
        let tile = PixelTile(height: 1, width: output.layout.width, maximum: maximum)
        let emitter = DepthwiseEmitter(
            input: input.layout, output: output.layout, window: window, stride: convolution.stride,
            group: tile.columns, epilogue: TileEpilogue(step.epilogue))
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

    /// Whether all windows lie within the halo, so that no address leaves the value's memory.
    private func fits(
        _ input: BlockedLayout, _ output: BlockedLayout, _ window: Extent, _ stride: Extent, _ padding: Padding
    ) -> Bool {
        // A step beyond the whole image has no displacement.
        guard stride.height <= input.height + 2 * input.halo else { return false }
        let bottom = (output.height - 1) * stride.height + window.height - padding.top - input.height
        let right = (output.width - 1) * stride.width + window.width - padding.left - input.width
        return max(padding.top, padding.left, bottom, right) <= input.halo
    }

    /// Where the addend's first pixel lies; the output's, which is not read, when there is none.
    private func addendOrigin(_ step: Step, _ output: (offset: Int, layout: BlockedLayout)) -> Int {
        let place = step.epilogue.addend.flatMap(blocked) ?? output
        return place.offset + place.layout.origin
    }

    private mutating func compileResize(_ step: Step) -> Bool {
        guard let input = blocked(step.inputs[0]), let output = blocked(step.output),
            input.layout.block == output.layout.block, let width = VectorWidth(rawValue: output.layout.block)
        else { return false }
        let emitter = ResizeEmitter(
            input: input.layout, output: output.layout, epilogue: TileEpilogue(step.epilogue))
        guard emitter.instructionEstimate <= AssembledCompiler.maximumInstructions else { return false }
        let rows = BilinearResize.samples(input: input.layout.height, output: output.layout.height)
        let columns = BilinearResize.samples(input: input.layout.width, output: output.layout.width)
        let packed = weights.append(rows: rows, columns: columns, lanes: width.lanes)
        let function = code.function(emitter)
        let addend = addendOrigin(step, output)
        makers.append { memory, weights in
            AssembledResize(
                code: memory, function: memory.function(at: function, as: ResizeEmitter.Function.self),
                weights: weights, weightsStart: packed.rows, weightsStride: 1 + columns.count, sixes: packed.sixes,
                input: input.offset + input.layout.origin, inputLayout: input.layout,
                output: output.offset + output.layout.origin, outputLayout: output.layout, addend: addend, rows: rows)
        }
        return true
    }

    private mutating func compile(_ pooling: Pooling, _ step: Step) -> Bool {
        guard let input = blocked(step.inputs[0]), let output = blocked(step.output),
            input.layout.block == output.layout.block, VectorWidth(rawValue: output.layout.block) != nil
        else { return false }
        let geometry = WindowGeometry(
            input: PlacedValue(offset: input.offset, shape: graph.shapes[step.inputs[0]]),
            output: PlacedValue(offset: output.offset, shape: graph.shapes[step.output]), window: pooling.window,
            stride: pooling.stride, padding: pooling.padding)
        add(
            BlockedMaximumPooling(
                input: input.offset, inputLayout: input.layout, output: output.offset, outputLayout: output.layout,
                geometry: geometry))
        return true
    }

    private mutating func compileSum(_ step: Step) -> Bool {
        let offsets = [step.inputs[0], step.inputs[1], step.output].map { value in
            switch place(value) {
            case .blocked(let offset, _), .plain(let offset, _): offset
            }
        }
        let count: Int
        switch place(step.output) {
        case .blocked(_, let layout): count = layout.count
        case .plain(_, let plain): count = plain
        }
        if let left = blocked(step.inputs[0]), let output = blocked(step.output), left.layout != output.layout {
            return false
        }
        if let right = blocked(step.inputs[1]), let output = blocked(step.output), right.layout != output.layout {
            return false
        }
        add(
            SumKernel(
                left: offsets[0], right: offsets[1], output: offsets[2], count: count,
                epilogue: PlacedEpilogue(first: step.epilogue.first, addend: nil, last: .none)))
        return true
    }
}
