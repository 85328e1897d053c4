/// Makes a program of generated code of a graph.
struct AssembledCompiler {
    let graph: Graph
    /// Channels in a block of most values.
    let lanes: Int
    /// What runs as one, by the last of its steps.
    private let residuals: [Int: InvertedResidual]
    private(set) var arena: AssembledArena
    var code: CodeBuilder
    var weights = PackedWeights()
    /// What makes each kernel, once code and weights have their places in memory.
    var makers: [(ExecutableMemory, AlignedMemory) -> any Kernel] = []

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
        lanes = width.lanes
        code = CodeBuilder()
        let residuals = graph.invertedResiduals(EngineOptions.current.residualFusion, lanes: width.lanes)
        self.residuals = Dictionary(uniqueKeysWithValues: residuals.map { ($0.projection, $0) })
        arena = AssembledArena(
            graph.joining(residuals), pictures: AssembledCompiler.pictures(of: graph), lanes: width.lanes)
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
        var groups: [StepGroup] = []
        let hidden = Set(residuals.values.flatMap(\.hiddenSteps))
        for (index, step) in graph.steps.enumerated() where !hidden.contains(index) {
            let first = makers.count
            let residual = residuals[index]
            guard residual.map({ compile($0) }) ?? compile(step),
                code.bytes.count <= AssembledCompiler.maximumCodeBytes
            else { return nil }
            groups.append(StepGroup(steps: residual?.steps ?? [index], kernels: first..<makers.count))
        }
        for value in graph.outputs where offsets[value] == nil { offsets[value] = exportValue(value) }
        guard arena.count <= Plan.maximumArenaElements, let memory = ExecutableMemory(code.bytes) else { return nil }
        let packed = weights.memory()
        return Program(
            executor: .assembled, kernels: makers.map { $0(memory, packed) }, groups: groups,
            elementCount: arena.count, offsets: offsets, guards: arena.guards)
    }

    /// Adds a kernel without generated code.
    mutating func add(_ kernel: any Kernel) { makers.append { _, _ in kernel } }

    func place(_ value: Int) -> AssembledPlace {
        guard let place = arena.places[value] else { preconditionFailure("value \(value) has no place") }
        return place
    }

    func blocked(_ value: Int) -> (offset: Int, layout: BlockedLayout)? {
        guard case .blocked(let offset, let layout) = place(value) else { return nil }
        return (offset, layout)
    }

    func constant(_ name: String) -> Network.Constant {
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

    func indexed(_ value: Int) -> IndexedValue {
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

    /// Whether all windows lie within the halo, so that no address leaves the value's memory.
    func fits(
        _ input: BlockedLayout, _ output: BlockedLayout, _ window: Extent, _ stride: Extent, _ padding: Padding
    ) -> Bool {
        // A step beyond the whole image has no displacement.
        guard stride.height <= input.height + 2 * input.halo else { return false }
        let bottom = (output.height - 1) * stride.height + window.height - padding.top - input.height
        let right = (output.width - 1) * stride.width + window.width - padding.left - input.width
        return max(padding.top, padding.left, bottom, right) <= input.halo
    }

    /// Where the addend's first pixel lies; the output's, which is not read, when there is none.
    func addendOrigin(_ step: Step, _ output: (offset: Int, layout: BlockedLayout)) -> Int {
        let place = step.epilogue.addend.flatMap(blocked) ?? output
        return place.offset + place.layout.origin
    }
}
