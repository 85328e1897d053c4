/// Steps of a graph that run as one: a convolution that expands the channels, one of each channel by itself that
/// filters them, and a 1x1 convolution that projects them to few. What flows between them never exists as a whole.
struct InvertedResidual: Sendable {
    /// Indices of the steps. There is no expansion where its result is read elsewhere too, or is that of no convolution.
    var expansion: Int?
    let filter: Int
    let projection: Int

    /// All of them.
    var steps: [Int] { hiddenSteps + [projection] }
    /// Those whose results are not stored.
    var hiddenSteps: [Int] { (expansion.map { [$0] } ?? []) + [filter] }
}

/// Which inverted residuals run as one.
package enum ResidualFusion: String, Sendable, CaseIterable {
    /// None.
    case none
    /// Those with large feature maps between their steps and small weights.
    case large
    /// All; for tests.
    case all
}

extension Graph {
    /// The inverted residuals that are to run as one; no step belongs to two of them.
    ///
    /// - Parameters:
    ///   - lanes: Channels in a block.
    ///   - others: Values of another layout; what makes them is not among the residuals.
    func invertedResiduals(_ fusion: ResidualFusion, lanes: Int, besides others: Set<Int>) -> [InvertedResidual] {
        guard fusion != .none else { return [] }
        var residuals: [InvertedResidual] = []
        var projections: Set<Int> = []
        for candidate in candidates() {
            var residual = candidate
            if let expansion = residual.expansion, projections.contains(expansion) { residual.expansion = nil }
            guard residual.steps.allSatisfy({ !others.contains(steps[$0].output) }),
                FusedResidual.scratchCount(residual, in: self, lanes: lanes) <= FusedResidual.maximumScratchCount,
                fusion == .all || fusionPays(residual)
            else { continue }
            residuals.append(residual)
            projections.insert(residual.projection)
        }
        return residuals
    }

    /// All there are by operators and readers of values, in order. The projection of one may be the next one's expansion.
    private func candidates() -> [InvertedResidual] {
        let producers = producers()
        let useCounts = useCounts()
        /// The step that makes a value for one reader.
        func producer(_ value: Int) -> Int? {
            guard useCounts[value] == 1, let index = producers[value], steps[index].epilogue.addend == nil else {
                return nil
            }
            return index
        }
        return steps.indices.compactMap { index in
            guard case .convolution(let projection) = steps[index].operation, isPointwise(projection),
                let filter = producer(steps[index].inputs[0]),
                case .depthwiseConvolution = steps[filter].operation
            else { return nil }
            let expansion = producer(steps[filter].inputs[0]).flatMap { candidate -> Int? in
                guard case .convolution = steps[candidate].operation else { return nil }
                return candidate
            }
            return InvertedResidual(expansion: expansion, filter: filter, projection: index)
        }
    }

    /// Whether running as one is faster: where the feature map does not stay in the second-level cache on its way from
    /// step to step, while the weights stay in there from row to row.
    private func fusionPays(_ residual: InvertedResidual) -> Bool {
        let featureMap = shapes[steps[residual.filter].inputs[0]].reduce(1, *)
        let weights = residual.steps.map { index -> Int in
            switch steps[index].operation {
            case .convolution(let convolution): constants[convolution.weights]?.shape.reduce(1, *) ?? 0
            default: 0
            }
        }
        return 4 * featureMap >= 512 << 10 && weights.allSatisfy { 4 * $0 <= 64 << 10 }
    }
}
