/// What has to run to get some outputs of a network, prepared: shared by any number of ``Session``s.
public struct Plan: Sendable {
    /// The kernels, and where values lie.
    let program: Program
    /// Shapes of the inputs and of the requested outputs, by value.
    private let shapes: [Int: [Int]]
    /// The inputs by name.
    let inputs: [String: Int]
    /// The requested outputs by name.
    let outputs: [String: Int]
    /// Number of steps that a run takes.
    public let stepCount: Int

    /// Prepares a network.
    ///
    /// - Parameters:
    ///   - network: What to run.
    ///   - outputs: Names of the outputs wanted; nothing that only others need will run. All when `nil`.
    ///   - executor: What is to run it. The assembled one gives way to the portable one where it cannot run the network,
    ///     or the system lets no code be made; see ``executor``.
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
        if executor == .assembled, let width = Processor.current.widestVectors(EngineOptions.current.widestVectors),
            let program = AssembledCompiler.program(for: graph, width: width)
        {
            return program
        }
        return try PortableCompiler.program(for: graph)
    }

    /// The most memory a session may need for its values, in elements: 1 GB.
    public static let maximumArenaElements = 1 << 28

    /// What runs the plan.
    public var executor: Executor { program.executor }

    /// Bytes of memory that a session needs for its values.
    public var arenaByteCount: Int { program.elementCount * MemoryLayout<Float>.stride }

    /// The shape of an input or a requested output.
    func shape(_ value: Int) -> [Int] { shapes[value] ?? [] }
}
