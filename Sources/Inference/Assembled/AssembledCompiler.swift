/// Makes a program of generated code of a graph.
struct AssembledCompiler {
    let graph: Graph
    let width: VectorWidth
    private let layouts: LayoutSelection
    private let chains: [RowChain]
    private(set) var arena: AssembledArena
    var code: CodeBuilder
    var weights = PackedWeights()
    /// Where the masks of planes lie in the weights; see ``planeMask(_:)``.
    var planeMasks: [Extent: Int] = [:]
    /// What makes each kernel, once code and weights have their places in memory.
    var makers: [(ExecutableMemory, AlignedMemory) -> any Kernel] = []

    /// The longest code made for one kernel, in instructions.
    static let maximumInstructions = 1 << 15
    /// The most code made for a network, in bytes: twenty times that of a pose network.
    static let maximumCodeBytes = 1 << 25
    /// Items of a kernel from which on they keep all threads busy.
    static let enoughItems = 4

    /// - Returns: `nil` where a step is of a kind for which there is no generated code, or the system lets no code be
    ///   made; the portable executor runs everything.
    static func program(for graph: Graph, width: VectorWidth) -> Program? {
        var compiler = AssembledCompiler(graph, width)
        return compiler.compile()
    }

    private init(_ graph: Graph, _ width: VectorWidth) {
        self.width = width
        layouts = LayoutSelection(graph)
        self.graph = layouts.graph
        chains = RowChain.all(in: layouts.graph, besides: layouts.planar, width)
        code = CodeBuilder()
        arena = AssembledArena(
            layouts.graph.joined(chains), pictures: AssembledCompiler.pictures(of: graph), planar: layouts.planar,
            hidden: Set(layouts.hidden.keys), dense: Set(chains.map(\.output)), lanes: width.lanes)
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
        // Copies from one layout to another count as part of the step that needs them.
        var first = makers.count
        for index in graph.steps.indices {
            let steps = stepsRunning(with: index)
            guard !steps.isEmpty else { continue }
            guard compile(step: index), code.bytes.count <= AssembledCompiler.maximumCodeBytes else { return nil }
            guard !layouts.copies.contains(index) else { continue }
            let numbers = steps.map { step in step - layouts.copies.count { $0 < step } }
            groups.append(StepGroup(steps: numbers, kernels: first..<makers.count))
            first = makers.count
        }
        for value in graph.outputs where offsets[value] == nil { offsets[value] = exportValue(value) }
        guard arena.count <= Plan.maximumArenaElements, let memory = ExecutableMemory(code.bytes) else { return nil }
        let packed = weights.memory()
        return Program(
            executor: .assembled, kernels: makers.map { $0(memory, packed) }, groups: groups,
            elementCount: arena.count, offsets: offsets, guards: arena.guards)
    }

    /// The steps that run together, by the last of them; none for the others.
    private func stepsRunning(with index: Int) -> [Int] {
        if let chain = chains.first(where: { $0.steps.contains(index) }) {
            return index == chain.steps.last ? chain.steps : []
        }
        let step = graph.steps[index]
        guard layouts.hidden[step.output] == nil else { return [] }
        guard layouts.hidden[step.inputs[0]] != nil,
            let expansion = graph.steps.firstIndex(where: { $0.output == step.inputs[0] })
        else { return [index] }
        return [expansion, index]
    }

    private mutating func compile(step index: Int) -> Bool {
        if let chain = chains.first(where: { $0.steps.last == index }) { return compile(chain) }
        return compile(graph.steps[index])
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

    func planar(_ value: Int) -> (offset: Int, layout: PlanarLayout)? {
        guard case .planar(let offset, let layout) = place(value) else { return nil }
        return (offset, layout)
    }

    func constant(_ name: String) -> Network.Constant {
        guard let constant = graph.constants[name] else { preconditionFailure("the network has been validated") }
        return constant
    }

    // MARK: Values in and out

    /// A dense place for an input, from which it is brought to its blocks.
    private mutating func importValue(_ value: Int) -> Int {
        if case .plain(let offset, _) = place(value) { return offset }
        let dense = arena.allocate(graph.shapes[value].reduce(1, *))
        add(RearrangementKernel(from: .dense(dense, graph.shapes[value]), to: indexed(value)))
        return dense
    }

    /// A dense place for a result, to which it is brought from its blocks.
    private mutating func exportValue(_ value: Int) -> Int {
        if case .plain(let offset, _) = place(value) { return offset }
        let dense = arena.allocate(graph.shapes[value].reduce(1, *))
        add(RearrangementKernel(from: indexed(value), to: .dense(dense, graph.shapes[value])))
        return dense
    }

    func indexed(_ value: Int) -> IndexedValue {
        switch place(value) {
        case .blocked(let offset, let layout): .blocked(offset, layout)
        case .planar(let offset, let layout): .planar(offset, layout)
        case .plain(let offset, _): .dense(offset, graph.shapes[value])
        }
    }

    // MARK: Steps

    private mutating func compile(_ step: Step) -> Bool {
        switch step.operation {
        case .depthwiseConvolution where layouts.hidden[step.inputs[0]] != nil:
            guard let expansion = layouts.hidden[step.inputs[0]] else { return false }
            return compileExpansion(expansion, step)
        case .convolution(let convolution):
            return planar(step.output) == nil ? compile(convolution, step) : compileSparse(convolution, step)
        case .depthwiseConvolution(let convolution):
            return planar(step.output) == nil
                ? compileDepthwise(convolution, step) : compilePlanarDepthwise(convolution, step)
        case .resizeBilinear: return compileResize(step)
        case .maxPool(let pooling): return compile(pooling, step)
        case .add: return compileSum(step)
        case .logistic:
            add(RearrangementKernel(from: indexed(step.inputs[0]), to: indexed(step.output), transform: .logistic))
        case .reshape where (planar(step.inputs[0]) == nil) != (planar(step.output) == nil):
            compileTransposition(from: step.inputs[0], to: step.output)
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

    /// Likewise for values in planes.
    func addendOrigin(_ step: Step, _ output: (offset: Int, layout: PlanarLayout)) -> Int {
        let place = step.epilogue.addend.flatMap(planar) ?? output
        return place.offset + place.layout.origin
    }
}
