/// Makes a program of generated code of a graph.
struct AssembledCompiler {
    let graph: Graph
    let width: VectorWidth
    private let layouts: LayoutSelection
    /// What runs as one, by the last of its steps.
    private let chains: [Int: StepChain]
    /// Channels in a block of most values.
    var lanes: Int { width.lanes }
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

    private init(_ source: Graph, _ width: VectorWidth) {
        let layouts = LayoutSelection(source)
        let graph = layouts.graph
        let rows = RowChain.all(in: graph, besides: layouts.planar, width)
        let elsewhere = layouts.planar.union(rows.flatMap(\.steps).map { graph.steps[$0].output })
        let residuals = graph.invertedResiduals(
            EngineOptions.current.residualFusion, lanes: width.lanes, besides: elsewhere)
        let chains =
            rows.map { StepChain.rows($0) } + residuals.map { StepChain.residual($0) }
            + layouts.expansions.map { StepChain.expansion($0) }
        self.width = width
        self.graph = graph
        self.layouts = layouts
        self.chains = Dictionary(uniqueKeysWithValues: chains.map { ($0.last, $0) })
        code = CodeBuilder()
        arena = AssembledArena(
            graph.joining(chains), pictures: AssembledCompiler.pictures(of: source), planar: layouts.planar,
            padded: graph.paddedValues, dense: Set(rows.map(\.output)), lanes: width.lanes)
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
        var groups: [StepGroup] = []
        let hidden = Set(chains.values.flatMap(\.hidden))
        // Copies from one layout to another count as part of the step that needs them.
        var first = makers.count
        for index in graph.steps.indices where !hidden.contains(index) {
            guard compile(stepsUpTo: index), code.bytes.count <= AssembledCompiler.maximumCodeBytes else { return nil }
            guard layouts.numbers[index] != nil else { continue }
            let steps = chains[index]?.steps ?? [index]
            groups.append(StepGroup(steps: steps.compactMap { layouts.numbers[$0] }, kernels: first..<makers.count))
            first = makers.count
        }
        guard arena.count <= Plan.maximumArenaElements, let memory = ExecutableMemory(code.bytes) else { return nil }
        let packed = weights.memory()
        return Program(
            executor: .assembled, kernels: makers.map { $0(memory, packed) }, groups: groups,
            elementCount: arena.count,
            places: Dictionary(uniqueKeysWithValues: Set(graph.inputs + graph.outputs).map { ($0, indexed($0)) }),
            guards: arena.guards)
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

    func indexed(_ value: Int) -> IndexedValue {
        switch place(value) {
        case .blocked(let offset, let layout): .blocked(offset, layout)
        case .planar(let offset, let layout): .planar(offset, layout)
        case .plain(let offset, _): .dense(offset, graph.shapes[value])
        }
    }

    // MARK: Steps

    /// A step, or the chain of which it is the last one.
    private mutating func compile(stepsUpTo index: Int) -> Bool {
        switch chains[index] {
        case .rows(let rows): compile(rows)
        case .residual(let residual): compile(residual)
        case .expansion(let expansion):
            compileExpansion(graph.steps[expansion.convolution], graph.steps[expansion.filter])
        case nil: compile(graph.steps[index])
        }
    }

    private mutating func compile(_ step: Step) -> Bool {
        switch step.operation {
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
