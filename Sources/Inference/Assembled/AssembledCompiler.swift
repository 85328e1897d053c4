/// The JIT compiler: compiles a graph into a program of generated code.
struct AssembledCompiler {
    let graph: Graph
    let width: VectorWidth
    private let layouts: LayoutSelection
    /// The fused chains, by the index of their last step.
    private let chains: [Int: StepChain]
    /// Channels in a block for most values.
    var lanes: Int { width.lanes }
    private(set) var arena: AssembledArena
    var code: CodeBuilder
    var weights = PackedWeights()
    /// Offsets of the plane masks in the packed weights; see ``planeMask(_:)``.
    var planeMasks: [Extent: Int] = [:]
    /// The pending kernels: closures that create each kernel once code and weights have their addresses.
    var makers: [(ExecutableMemory, AlignedMemory) -> any Kernel] = []

    /// Maximum number of instructions in the code of one kernel.
    static let maximumInstructions = 1 << 15
    /// Maximum number of bytes of code for a network: twenty times that of a pose network.
    static let maximumCodeBytes = 1 << 25
    /// The number of items from which a kernel keeps all threads busy.
    static let enoughItems = 4

    /// Compiles a graph.
    ///
    /// - Returns: The program, or `nil` where a step has no generated code or the system does not allow generated code;
    ///   the portable executor runs everything.
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

    /// Returns the inputs with few channels that only full convolutions read; they are stored without blocks.
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
        // With this limit all distances between the elements of a value fit into a 32-bit displacement.
        guard arena.count <= Plan.maximumArenaElements else { return nil }
        var groups: [StepGroup] = []
        let hidden = Set(chains.values.flatMap(\.hidden))
        // Copies between layouts count as part of the step that needs them.
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
        guard let place = arena.places[value] else { preconditionFailure("value \(value) has no layout") }
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

    /// Compiles a step, or the chain that ends with it.
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

    /// Whether all windows are inside the halo, so that no address leaves the memory of the value.
    func fits(
        _ input: BlockedLayout, _ output: BlockedLayout, _ window: Extent, _ stride: Extent, _ padding: Padding
    ) -> Bool {
        // A stride larger than the whole image has no displacement.
        guard stride.height <= input.height + 2 * input.halo else { return false }
        let bottom = (output.height - 1) * stride.height + window.height - padding.top - input.height
        let right = (output.width - 1) * stride.width + window.width - padding.left - input.width
        return max(padding.top, padding.left, bottom, right) <= input.halo
    }

    /// Returns the offset of the addend's first pixel, or that of the output, which is not read, without an addend.
    func addendOrigin(_ step: Step, _ output: (offset: Int, layout: BlockedLayout)) -> Int {
        let place = step.epilogue.addend.flatMap(blocked) ?? output
        return place.offset + place.layout.origin
    }

    /// Returns the same for values in CHW layout.
    func addendOrigin(_ step: Step, _ output: (offset: Int, layout: PlanarLayout)) -> Int {
        let place = step.epilogue.addend.flatMap(planar) ?? output
        return place.offset + place.layout.origin
    }
}
