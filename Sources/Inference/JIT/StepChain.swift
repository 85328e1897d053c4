/// Steps of a graph that run as one kernel; the values between them have no place in the arena.
enum StepChain {
    /// Narrow maps, processed line by line, one channel at a time.
    case lineBuffered(LineBufferedChain)
    /// Rows of all channels that stay in the cache.
    case residual(InvertedResidual)
    /// Planes that stay in the cache.
    case expansion(SparseExpansion)

    /// Indices of all steps, in order.
    var steps: [Int] {
        switch self {
        case .lineBuffered(let chain): chain.steps
        case .residual(let residual): residual.steps
        case .expansion(let expansion): [expansion.convolution, expansion.filter]
        }
    }

    /// Index of the last step, in whose place they run.
    var last: Int { steps[steps.count - 1] }

    /// Indices of the other steps.
    var hidden: ArraySlice<Int> { steps.dropLast() }
}

extension Graph {
    /// Returns the graph with each chain replaced by one step with the same reads and output; used to place values.
    func joining(_ chains: [StepChain]) -> Graph {
        var joined = self
        for chain in chains {
            let made = Set(chain.steps.map { steps[$0].output })
            let addend = steps[chain.last].epilogue.addend.flatMap { made.contains($0) ? nil : $0 }
            joined.steps[chain.last].inputs = Set(chain.steps.flatMap { steps[$0].reads }).subtracting(made)
                .subtracting(addend.map { [$0] } ?? []).sorted()
            joined.steps[chain.last].epilogue.addend = addend
        }
        let hidden = Set(chains.flatMap(\.hidden))
        joined.steps = joined.steps.indices.filter { !hidden.contains($0) }.map { joined.steps[$0] }
        return joined
    }
}
