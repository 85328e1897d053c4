import PoiseBody
import PoiseMannequin
import Testing

/// A posture with a name for test reports.
struct Preset: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let posture: Posture

    static let all = [
        Preset(testDescription: "standing", posture: .standing),
        Preset(testDescription: "squat", posture: .squat(depth: 0.5)),
        Preset(testDescription: "deep squat", posture: .squat(depth: 1)),
        Preset(testDescription: "arms raised", posture: .armsRaised),
        Preset(testDescription: "lunge", posture: .lunge),
        Preset(testDescription: "push-up", posture: .pushUp()),
        Preset(testDescription: "low push-up", posture: .pushUp(depth: 1)),
    ]
}

extension Camera {
    /// Returns a camera with a small image, at a yaw in degrees.
    static func small(yaw: Double = 0, distance: Double = 3.2) -> Camera {
        Camera(yaw: Angle(degrees: yaw), distance: distance, width: 240, height: 240)
    }
}
