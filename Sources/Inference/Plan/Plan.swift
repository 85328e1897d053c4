/// What has to run to get some outputs of a network, prepared: shared by any number of ``Session``s.
public struct Plan: Sendable {
    /// The steps, fused.
    let graph: Graph
    /// Where values lie.
    let layout: ArenaLayout
    /// The steps as kernels, with their weights packed.
    let kernels: [any PortableKernel]
    /// The inputs by name.
    let inputs: [String: Int]
    /// The requested outputs by name.
    let outputs: [String: Int]

    /// Prepares a network.
    ///
    /// - Parameters:
    ///   - network: What to run.
    ///   - outputs: Names of the outputs wanted; nothing that only others need will run. All when `nil`.
    /// - Throws: ``NetworkError/noSuchOutput(_:)``, ``NetworkError/tooMuchMemory(elements:)``
    public init(_ network: Network, outputs: [String]? = nil) throws(NetworkError) {
        let available = Dictionary(uniqueKeysWithValues: Set(network.outputs).map { (network.values[$0].name, $0) })
        var selected: [String: Int] = [:]
        for name in outputs ?? Array(available.keys) {
            guard let index = available[name] else { throw .noSuchOutput(name) }
            selected[name] = index
        }
        let graph = Graph(network, outputs: selected.values.sorted())
        let layout = ArenaLayout(graph)
        guard layout.count <= Plan.maximumArenaElements else { throw .tooMuchMemory(elements: layout.count) }
        self.graph = graph
        self.layout = layout
        self.outputs = selected
        inputs = Dictionary(uniqueKeysWithValues: network.inputs.map { (network.values[$0].name, $0) })
        kernels = graph.steps.map { PortableCompiler(graph: graph, layout: layout).kernel(for: $0) }
    }

    /// The most memory a session may need for its values, in elements: 1 GB.
    public static let maximumArenaElements = 1 << 28

    /// Number of steps that a run takes.
    public var stepCount: Int { graph.steps.count }

    /// Bytes of memory that a session needs for its values.
    public var arenaByteCount: Int { layout.count * MemoryLayout<Float>.stride }

    /// The shape of an input or a requested output.
    func shape(_ value: Int) -> [Int] { graph.shapes[value] }
}
