/// The JIT compiler: compiles a graph into a program of generated code.
struct JITCompiler {
    let graph: Graph
    let width: VectorWidth
    private let selection: LayoutSelection
    /// The fused chains, by the index of their last step.
    private let chains: [Int: StepChain]
    /// Channels in a block for most values.
    var lanes: Int { width.lanes }
    private(set) var arena: JITArena
    var code: CodeBuilder
    var weights = PackedWeights()
    /// Offsets of the plane masks in the packed weights; see ``planeMask(_:)``.
    var planeMasks: [Extent: Int] = [:]
    /// The pending kernels: closures that create each kernel once code and weights have their addresses.
    var pendingKernels: [(ExecutableMemory, AlignedMemory) -> any Kernel] = []

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
        var compiler = JITCompiler(graph, width)
        return compiler.compile()
    }

    private init(_ source: Graph, _ width: VectorWidth) {
        let selection = LayoutSelection(source)
        let graph = selection.graph
        let lineBuffered = LineBufferedChain.all(in: graph, besides: selection.chw, width)
        let elsewhere = selection.chw.union(lineBuffered.flatMap(\.steps).map { graph.steps[$0].output })
        let residuals = graph.invertedResiduals(
            EngineOptions.current.residualFusion, lanes: width.lanes, besides: elsewhere)
        let chains =
            lineBuffered.map { StepChain.lineBuffered($0) } + residuals.map { StepChain.residual($0) }
            + selection.expansions.map { StepChain.expansion($0) }
        self.width = width
        self.graph = graph
        self.selection = selection
        self.chains = Dictionary(uniqueKeysWithValues: chains.map { ($0.last, $0) })
        code = CodeBuilder()
        arena = JITArena(
            graph.joining(chains), images: JITCompiler.images(of: source), chw: selection.chw,
            padded: graph.paddedValues, dense: Set(lineBuffered.map(\.output)), lanes: width.lanes)
    }

    /// Returns the inputs with few channels that only full convolutions read; they are stored without blocks.
    private static func images(of graph: Graph) -> Set<Int> {
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
        var first = pendingKernels.count
        for index in graph.steps.indices where !hidden.contains(index) {
            guard compile(stepsUpTo: index), code.bytes.count <= JITCompiler.maximumCodeBytes else { return nil }
            guard selection.numbers[index] != nil else { continue }
            let steps = chains[index]?.steps ?? [index]
            groups.append(
                StepGroup(steps: steps.compactMap { selection.numbers[$0] }, kernels: first..<pendingKernels.count))
            first = pendingKernels.count
        }
        guard arena.count <= Plan.maximumArenaElements, let memory = ExecutableMemory(code.bytes) else { return nil }
        let packed = weights.memory()
        return Program(
            executor: .jit, kernels: pendingKernels.map { $0(memory, packed) }, groups: groups,
            elementCount: arena.count,
            layouts: Dictionary(uniqueKeysWithValues: Set(graph.inputs + graph.outputs).map { ($0, layout($0)) }),
            guards: arena.guards)
    }

    /// Adds a kernel without generated code.
    mutating func add(_ kernel: any Kernel) { pendingKernels.append { _, _ in kernel } }

    func layout(_ value: Int) -> ValueLayout {
        guard let layout = arena.layouts[value] else { preconditionFailure("value \(value) has no layout") }
        return layout
    }

    func blocked(_ value: Int) -> (offset: Int, layout: BlockedLayout)? {
        guard case .blocked(let offset, let layout) = layout(value) else { return nil }
        return (offset, layout)
    }

    func chw(_ value: Int) -> (offset: Int, layout: CHWLayout)? {
        guard case .chw(let offset, let layout) = layout(value) else { return nil }
        return (offset, layout)
    }

    func constant(_ name: String) -> Network.Constant {
        guard let constant = graph.constants[name] else { preconditionFailure("the network has been validated") }
        return constant
    }

    // MARK: Steps

    /// Compiles a step, or the chain that ends with it.
    private mutating func compile(stepsUpTo index: Int) -> Bool {
        switch chains[index] {
        case .lineBuffered(let chain): compile(chain)
        case .residual(let residual): compile(residual)
        case .expansion(let expansion):
            compileExpansion(graph.steps[expansion.convolution], graph.steps[expansion.filter])
        case nil: compile(graph.steps[index])
        }
    }

    private mutating func compile(_ step: Step) -> Bool {
        switch step.operation {
        case .convolution(let convolution):
            return chw(step.output) == nil ? compile(convolution, step) : compileSparse(convolution, step)
        case .depthwiseConvolution(let convolution):
            return chw(step.output) == nil
                ? compileDepthwise(convolution, step) : compileCHWDepthwise(convolution, step)
        case .resizeBilinear: return compileResize(step)
        case .maxPool(let pooling): return compile(pooling, step)
        case .add: return compileSum(step)
        case .logistic:
            add(LayoutCopyKernel(from: layout(step.inputs[0]), to: layout(step.output), transform: .logistic))
        case .reshape where (chw(step.inputs[0]) == nil) != (chw(step.output) == nil):
            compileTransposition(from: step.inputs[0], to: step.output)
        case .reshape:
            add(LayoutCopyKernel(from: layout(step.inputs[0]), to: layout(step.output)))
        case .depthToSpace(let block):
            add(LayoutCopyKernel(depthToSpace: block, from: layout(step.inputs[0]), to: layout(step.output)))
        case .concatenation(let axis):
            let parts = step.inputs.map(layout)
            add(LayoutCopyKernel(concatenating: parts, along: axis, to: layout(step.output)))
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
    func addendOrigin(_ step: Step, _ output: (offset: Int, layout: CHWLayout)) -> Int {
        let place = step.epilogue.addend.flatMap(chw) ?? output
        return place.offset + place.layout.origin
    }
}
