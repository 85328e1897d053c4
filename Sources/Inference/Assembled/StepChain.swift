/// Steps of a graph that run as one kernel; what flows between them has no place in the arena.
enum StepChain: Sendable {
    /// Rows of channels that stay in the cache.
    case residual(InvertedResidual)
    /// Planes that stay in the cache.
    case expansion(PlanarExpansion)

    /// Indices of all steps, in order.
    var steps: [Int] {
        switch self {
        case .residual(let residual): residual.steps
        case .expansion(let expansion): [expansion.convolution, expansion.filter]
        }
    }

    /// The one in whose place they run.
    var last: Int {
        switch self {
        case .residual(let residual): residual.projection
        case .expansion(let expansion): expansion.filter
        }
    }

    /// The others.
    var hidden: ArraySlice<Int> { steps.dropLast() }
}

extension Graph {
    /// The graph with each of some chains as one step that reads and makes what they do: for placing values.
    func joining(_ chains: [StepChain]) -> Graph {
        var joined = self
        for chain in chains { joined.steps[chain.last].inputs = steps[chain.steps[0]].inputs }
        let hidden = Set(chains.flatMap(\.hidden))
        joined.steps = joined.steps.indices.filter { !hidden.contains($0) }.map { joined.steps[$0] }
        return joined
    }
}
