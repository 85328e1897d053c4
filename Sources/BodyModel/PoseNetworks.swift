import PoiseInference
import PoiseLandmarkPipeline
import PoiseWeights

/// The two networks of the body, prepared.
package struct PoseNetworks: Sendable {
    package let detector: DetectorPlan
    package let landmarks: LandmarkPlan
    /// Whether the landmark network is the lite one, whose heatmaps have lower peaks.
    let isLite: Bool
    /// The executor of the networks.
    package var executor: Executor { landmarks.plan.executor }

    package init(model: PoseModel, includesMask: Bool) throws(PoseModelError) {
        // Each network is released as soon as its plan is there: together they would be the peak of memory.
        detector = try PoseNetworks.detector()
        let network = try model.network()
        isLite = network.parameterCount < PoseNetworks.liteParameters
        do { landmarks = try LandmarkPlan(.body, network, includesMask: includesMask) } catch {
            throw PoseModelError(error)
        }
    }

    /// Between the parameters of the lite model, 1.3 million, and of the full one, 3.2 million.
    private static let liteParameters = 2_000_000

    private static func detector() throws(PoseModelError) -> DetectorPlan {
        let network = try Network(embedded: EmbeddedWeights.detector, name: "detector")
        do { return try DetectorPlan(.body, network) } catch { throw PoseModelError(error) }
    }
}

extension PoseModelError {
    init(_ error: PipelineError) {
        switch error {
        case .missing(let kind, let value): self = .wrongSignature(kind: kind, missing: value)
        case .unusable(let error): self = .unusable(error)
        }
    }
}
