import PoiseBody
import PoiseInference

/// Corrects the world landmarks of single poses; see ``SpaceCorrection/frame``.
package final class PoseCorrector {
    private let session: Session

    package init() throws(PoseSetupError) { session = try CorrectionNetwork.frame().session(frames: 1) }

    /// Corrects a pose. Poses without confidences, and those that no camera fits, stay as they are.
    package func correct(_ pose: inout Pose) {
        guard computeCorrection(of: pose) else { return }
        session.withCorrection { way in pose.moveWorld { Double(way[$0]) } }
    }

    /// Runs the network on a pose, which is not retained, so that it can be changed in place.
    private func computeCorrection(of pose: Pose) -> Bool {
        guard let features = SpaceFeatures(pose) else { return false }
        session.computeCorrection(of: features)
        return true
    }
}
