import Inference
import Weights

/// The two networks of the pipeline, prepared.
package struct PoseNetworks: Sendable {
    let detector: Plan
    let detectorSignature: DetectorSignature
    let landmarks: Plan
    let landmarkSignature: LandmarkSignature
    /// Whether the landmark network computes masks.
    let givesMask: Bool
    /// What runs them.
    package var executor: Executor { landmarks.executor }

    package init(model: PoseModel, givesMask: Bool) throws(PoseModelError) {
        self.givesMask = givesMask
        (detector, detectorSignature) = try PoseNetworks.detector()
        (landmarks, landmarkSignature) = try PoseNetworks.landmarks(try model.network(), givesMask: givesMask)
    }

    // Each network is given up as soon as its plan is there: together they would be the most memory of all.

    private static func detector() throws(PoseModelError) -> (Plan, DetectorSignature) {
        let network = try Network(embedded: EmbeddedWeights.detector, name: "detector")
        let signature = try DetectorSignature(network)
        do { return (try Plan(network), signature) } catch { throw .unusable(error) }
    }

    private static func landmarks(
        _ network: Network, givesMask: Bool
    ) throws(PoseModelError) -> (Plan, LandmarkSignature) {
        let signature = try LandmarkSignature(network)
        do {
            return (try Plan(network, outputs: signature.outputs(mask: givesMask)), signature)
        } catch {
            throw .unusable(error)
        }
    }
}
