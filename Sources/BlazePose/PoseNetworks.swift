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
        let detectorNetwork: Network
        do {
            detectorNetwork = try NetworkFile.decode(EmbeddedWeights.detector)
        } catch {
            throw .broken(file: "detector", error)
        }
        let landmarkNetwork = try model.network()
        detectorSignature = try DetectorSignature(detectorNetwork)
        landmarkSignature = try LandmarkSignature(landmarkNetwork)
        do {
            detector = try Plan(detectorNetwork)
            landmarks = try Plan(landmarkNetwork, outputs: landmarkSignature.outputs(mask: givesMask))
        } catch {
            throw .unusable(error)
        }
    }
}
