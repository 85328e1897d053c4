/// Makes a program of generated code of a graph.
struct AssembledCompiler {
    let graph: Graph
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
        code = CodeBuilder()
        arena = AssembledArena(
            graph, pictures: AssembledCompiler.pictures(of: graph), padded: graph.paddedValues, lanes: width.lanes)
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
        var stepKernels: [Range<Int>] = []
        for step in graph.steps {
            let first = makers.count
            guard compile(step), code.bytes.count <= AssembledCompiler.maximumCodeBytes else { return nil }
            stepKernels.append(first..<makers.count)
        }
        guard arena.count <= Plan.maximumArenaElements, let memory = ExecutableMemory(code.bytes) else { return nil }
        let packed = weights.memory()
        return Program(
            executor: .assembled, kernels: makers.map { $0(memory, packed) }, stepKernels: stepKernels,
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

    func constant(_ name: String) -> Network.Constant {
        guard let constant = graph.constants[name] else { preconditionFailure("the network has been validated") }
        return constant
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
