/// An inverted residual whose steps run as one kernel.
///
/// A convolution expands the channels, a depthwise convolution filters them, and a 1x1 convolution projects them to
/// few. The values between them never exist as a whole.
struct InvertedResidual: Sendable {
    /// Indices of the steps. `expansion` is `nil` where its result is also read elsewhere or does not come from a
    /// convolution.
    var expansion: Int?
    let filter: Int
    let projection: Int

    /// Indices of all steps.
    var steps: [Int] { hiddenSteps + [projection] }
    /// Indices of the steps whose results are not stored.
    var hiddenSteps: [Int] { (expansion.map { [$0] } ?? []) + [filter] }
}

/// The selection of inverted residuals that run as one kernel.
package enum ResidualFusion: String, Sendable, CaseIterable {
    /// No residuals.
    case none
    /// Residuals with large feature maps between their steps and small weights.
    case large
    /// All residuals; for tests.
    case all
}

extension Graph {
    /// Returns the inverted residuals to fuse; no step belongs to two of them.
    ///
    /// - Parameters:
    ///   - fusion: The selection of residuals.
    ///   - lanes: Channels in a block.
    ///   - others: Values of another layout, whose producers are excluded.
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

    /// Returns all candidates by operators and readers of values, in order. The projection of one may be the expansion
    /// of the next.
    private func candidates() -> [InvertedResidual] {
        let producers = producers()
        let useCounts = useCounts()
        /// Returns the step that computes a value for exactly one reader.
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

    /// Whether fusion is faster: the feature map does not stay in the second-level cache between steps, but the weights
    /// stay there between rows.
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
