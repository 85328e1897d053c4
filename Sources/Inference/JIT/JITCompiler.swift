import PoiseMachineCode

/// The JIT compiler: compiles a graph into a program of generated code.
struct JITCompiler {
    let graph: Graph
    let width: VectorWidth
    private let selection: LayoutSelection
    /// The steps that fall back; grows by those that cannot be compiled.
    private var fallbacks: Fallbacks
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

    /// Compiles a graph. Steps without generated code run on the portable executor.
    ///
    /// Whether a step has code depends on the layouts of its values, and these on the steps that fall back: the graph
    /// is compiled again when steps turn out to have no code.
    ///
    /// - Returns: The program, or `nil` where no step has code, the program would be too large, or the system does not
    ///   allow generated code; the portable executor runs everything.
    static func program(for graph: Graph, width: VectorWidth) -> Program? {
        var fallbacks = Fallbacks()
        for index in EngineOptions.current.portableSteps where graph.steps.indices.contains(index) {
            fallbacks.portable.insert(graph.steps[index].output)
        }
        while fallbacks.portable.count < graph.steps.count {
            var compiler = JITCompiler(graph, width, fallbacks)
            guard let groups = compiler.compile() else { return nil }
            if compiler.fallbacks == fallbacks { return compiler.program(groups) }
            fallbacks = compiler.fallbacks
        }
        return nil
    }

    private init(_ source: Graph, _ width: VectorWidth, _ fallbacks: Fallbacks) {
        let selection = LayoutSelection(source, fallbacks)
        let graph = selection.graph
        let apart = selection.chw.union(selection.dense).union(fallbacks.unchained)
        let lineBuffered = LineBufferedChain.all(in: graph, besides: apart, width)
        let elsewhere = apart.union(lineBuffered.flatMap(\.steps).map { graph.steps[$0].output })
        let residuals = graph.invertedResiduals(
            EngineOptions.current.residualFusion, lanes: width.lanes, besides: elsewhere)
        let chains =
            lineBuffered.map { StepChain.lineBuffered($0) } + residuals.map { StepChain.residual($0) }
            + selection.expansions.map { StepChain.expansion($0) }
        self.width = width
        self.graph = graph
        self.selection = selection
        self.fallbacks = fallbacks
        self.chains = Dictionary(uniqueKeysWithValues: chains.map { ($0.last, $0) })
        code = CodeBuilder()
        arena = JITArena(
            graph.joining(chains), images: JITCompiler.images(of: source), chw: selection.chw,
            padded: graph.paddedValues, dense: selection.dense.union(lineBuffered.map(\.output)), lanes: width.lanes)
    }

    /// Returns the inputs with few channels that only full convolutions read; they are stored without blocks.
    private static func images(of graph: Graph) -> Set<Int> {
        Set(
            graph.inputs.filter { value in
                graph.isFeatureMap(value) && graph.shapes[value][3] <= 4
                    && graph.steps.allSatisfy { step in
                        guard step.reads.contains(value) else { return true }
                        guard case .convolution = step.operation else { return false }
                        return step.epilogue.addend != value
                    }
            })
    }

    /// Compiles all steps, and adds those that fail to ``fallbacks``.
    ///
    /// - Returns: The groups of steps, or `nil` where the program would be too large.
    private mutating func compile() -> [StepGroup]? {
        // With this limit all distances between the elements of a value fit into a 32-bit displacement.
        guard arena.count <= Plan.maximumArenaElements else { return nil }
        var groups: [StepGroup] = []
        let hidden = Set(chains.values.flatMap(\.hidden))
        // Copies between layouts count as part of the step that needs them.
        var first = pendingKernels.count
        for index in graph.steps.indices where !hidden.contains(index) {
            if !compile(stepsUpTo: index) {
                if let chain = chains[index] {
                    fallbacks.unchained.formUnion(chain.steps.map { graph.steps[$0].output })
                } else {
                    fallbacks.portable.insert(graph.steps[index].output)
                }
            }
            guard code.bytes.count <= JITCompiler.maximumCodeBytes else { return nil }
            guard selection.numbers[index] != nil else { continue }
            let steps = chains[index]?.steps ?? [index]
            groups.append(
                StepGroup(
                    steps: steps.compactMap { selection.numbers[$0] }, kernels: first..<pendingKernels.count,
                    executor: fallbacks.portable.contains(graph.steps[index].output) ? .portable : .jit))
            first = pendingKernels.count
        }
        return arena.count <= Plan.maximumArenaElements ? groups : nil
    }

    /// Returns the program, or `nil` where the system does not allow generated code.
    private func program(_ groups: [StepGroup]) -> Program? {
        guard let memory = ExecutableMemory(code.bytes) else { return nil }
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
        if fallbacks.portable.contains(step.output) {
            add(portableKernel(for: step))
            return true
        }
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
        case .reshape
        where graph.isFeatureMap(step.output) && graph.shapes[step.inputs[0]] == graph.shapes[step.output]:
            compileCopy(from: step.inputs[0], to: step.output)
        case .reshape:
            add(LayoutCopyKernel(from: layout(step.inputs[0]), to: layout(step.output)))
        case .depthToSpace(let block):
            add(LayoutCopyKernel(depthToSpace: block, from: layout(step.inputs[0]), to: layout(step.output)))
        case .concatenation(let axis):
            let parts = step.inputs.map(layout)
            add(LayoutCopyKernel(concatenating: parts, along: axis, to: layout(step.output)))
        case .gatherColumns, .pad: return false
        }
        return true
    }

    /// Returns the portable kernel of a step that falls back; its values are dense.
    private func portableKernel(for step: Step) -> any Kernel {
        var values: [Int: DenseValue] = [:]
        for value in step.reads + [step.output] {
            guard case .dense(let offset, let shape) = layout(value) else {
                preconditionFailure("value \(value) of a portable step is not dense")
            }
            values[value] = DenseValue(offset: offset, shape: shape)
        }
        return PortableCompiler(graph: graph, values: values).kernel(for: step)
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

/// The steps of a graph that fall back, by the values that they compute.
struct Fallbacks: Equatable {
    /// Steps without generated code, which the portable executor runs.
    var portable: Set<Int> = []
    /// Steps that run one by one because their ``StepChain`` has no generated code.
    var unchained: Set<Int> = []
}
