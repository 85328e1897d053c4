import PoiseMachineCode

/// A network prepared to compute some of its outputs; shared by any number of ``Session``s.
public struct Plan: Sendable {
    /// The kernels and the layouts of the values.
    let program: Program
    /// Shapes of the inputs and of the requested outputs, by value.
    private let shapes: [Int: [Int]]
    /// Value indices of the inputs, by name.
    let inputs: [String: Int]
    /// Value indices of the requested outputs, by name.
    let outputs: [String: Int]
    /// Number of steps in a run: nodes after fusion, without those that no requested output needs.
    public let stepCount: Int

    /// Prepares a network.
    ///
    /// - Parameters:
    ///   - network: The network to run.
    ///   - outputs: Names of the requested outputs; steps that only other outputs need are left out. All when `nil`.
    ///   - executor: The preferred executor. Steps without generated code run on the portable executor; so does the
    ///     whole network where the system does not allow generated code. See ``executor`` and ``stepCount(on:)``.
    /// - Throws: ``NetworkError/noSuchOutput(_:)``, ``NetworkError/tooMuchMemory(elements:)``
    public init(
        _ network: Network, outputs: [String]? = nil, executor: Executor = .preferred
    ) throws(NetworkError) {
        let available = Dictionary(uniqueKeysWithValues: Set(network.outputs).map { (network.values[$0].name, $0) })
        var selected: [String: Int] = [:]
        for name in outputs ?? Array(available.keys) {
            guard let index = available[name] else { throw .noSuchOutput(name) }
            selected[name] = index
        }
        let graph = Graph(network, outputs: selected.values.sorted())
        self.outputs = selected
        inputs = Dictionary(uniqueKeysWithValues: network.inputs.map { (network.values[$0].name, $0) })
        shapes = Dictionary(
            (Array(inputs.values) + Array(selected.values)).map { ($0, graph.shapes[$0]) },
            uniquingKeysWith: { first, _ in first })
        stepCount = graph.steps.count
        program = try Plan.program(for: graph, executor: executor)
    }

    private static func program(for graph: Graph, executor: Executor) throws(NetworkError) -> Program {
        if executor == .jit, let width = Processor.current.maxVectorWidth(EngineOptions.current.maxVectorWidth),
            let program = JITCompiler.program(for: graph, width: width)
        {
            return program
        }
        return try PortableCompiler.program(for: graph)
    }

    /// The maximum size of the values of a session, in elements: 1 GB.
    public static let maximumArenaElements = 1 << 28

    /// The executor that runs the plan: the JIT executor if it runs any step, see ``stepCount(on:)``.
    public var executor: Executor { program.executor }

    /// Returns the number of steps that an executor runs; over all executors, they sum to ``stepCount``.
    public func stepCount(on executor: Executor) -> Int {
        program.groups.reduce(0) { $0 + ($1.executor == executor ? $1.steps.count : 0) }
    }

    /// Bytes of memory that the values of each session take.
    public var arenaByteCount: Int { program.elementCount * MemoryLayout<Float>.stride }

    /// Returns the shape of an input or a requested output.
    func shape(_ value: Int) -> [Int] { shapes[value] ?? [] }
}
