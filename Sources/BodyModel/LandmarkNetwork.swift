import PoiseInference
import PoiseLandmarkPipeline
import PoiseWeights

/// A landmark network of the body, prepared.
package struct LandmarkNetwork: Sendable {
    package let plan: LandmarkPlan
    /// Whether it is the lite one, whose heatmaps have lower peaks.
    package let isLite: Bool

    package init(_ model: PoseModel = .full, includesMask: Bool = false) throws(PoseSetupError) {
        let network = try model.network()
        isLite = network.parameterCount < LandmarkNetwork.liteParameters
        do { plan = try LandmarkPlan(.body, network, includesMask: includesMask) } catch {
            throw PoseSetupError(error)
        }
    }

    /// Between the parameters of the lite model, 1.3 million, and of the full one, 3.2 million.
    private static let liteParameters = 2_000_000
}

extension DetectorPlan {
    /// Returns the detector of people, prepared.
    package static func body() throws(PoseSetupError) -> DetectorPlan {
        let network = try Network(embedded: EmbeddedWeights.detector, name: "detector")
        do { return try DetectorPlan(.body, network) } catch { throw PoseSetupError(error) }
    }
}

extension PoseSetupError {
    init(_ error: PipelineError) {
        switch error {
        case .missing(let kind, let value): self = .wrongSignature(kind: kind, missing: value)
        case .unusable(let error): self = .unusable(error)
        }
    }
}
