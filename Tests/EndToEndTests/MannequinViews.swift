import Dispatch
import PoiseImaging
import PoiseBody
import PoiseMannequin
import Synchronization
import Testing

extension Proportions: CustomTestStringConvertible {
    /// The proportions of tests: the survey's, and those on which the confidence and the errors of angles were fitted.
    static let tested = [survey, byEye]

    /// The proportions' name in the output of tests.
    public var testDescription: String {
        switch self {
        case .survey: "proportions of the survey"
        case .byEye: "proportions by eye"
        default: "other proportions"
        }
    }
}

/// A mannequin seen from one side, rendered once for all tests.
struct MannequinView: Sendable {
    let preset: String
    let posture: Posture
    /// Position of the camera around the figure, degrees.
    let yaw: Int
    let rendering: Rendering

    /// The exact joints.
    var truth: Pose { rendering.figures[0].pose }

    static let presets = ["standing", "squat", "arms raised", "lunge", "push-up"]

    /// Every posture from twelve sides, with the survey's proportions.
    static let all = views(.survey)

    /// Every posture from twelve sides, with the proportions on which the errors of angles were fitted.
    private static let byEye = views(.byEye)

    /// Returns every posture from twelve sides.
    static func all(_ proportions: Proportions) -> [MannequinView] {
        switch proportions {
        case .survey: all
        case .byEye: byEye
        default: views(proportions)
        }
    }

    private static func views(_ proportions: Proportions) -> [MannequinView] {
        let postures: [Posture] = [
            .standing, .squat(depth: 0.5), .armsRaised, .lunge(proportions: proportions),
            .pushUp(proportions: proportions),
        ]
        let wanted = zip(presets, postures).flatMap { preset in stride(from: 0, to: 360, by: 30).map { (preset, $0) } }
        let views = Mutex([MannequinView?](repeating: nil, count: wanted.count))
        DispatchQueue.concurrentPerform(iterations: wanted.count) { index in
            let ((preset, posture), yaw) = wanted[index]
            let scene = Scene(
                Figure(posture: posture, proportions: proportions), camera: Camera(yaw: Angle(degrees: Double(yaw))))
            guard let rendering = try? scene.render() else { return }
            views.withLock {
                $0[index] = MannequinView(preset: preset, posture: posture, yaw: yaw, rendering: rendering)
            }
        }
        return views.withLock { $0.compactMap { $0 } }
    }

    /// Returns the front view of a posture.
    static func front(_ preset: String) -> MannequinView? { all.first { $0.preset == preset && $0.yaw == 0 } }
}

extension Pose {
    /// Returns the mean distance of the joints to the true ones, in units of the longer side of the box around those.
    func meanError(to truth: Pose) -> Double {
        let distances = zip(landmarks, truth.landmarks).map { ours, exact in
            let (x, y) = (ours.position.x - exact.position.x, ours.position.y - exact.position.y)
            return (x * x + y * y).squareRoot()
        }
        let xs = truth.landmarks.map(\.position.x)
        let ys = truth.landmarks.map(\.position.y)
        let size = max((xs.max() ?? 0) - (xs.min() ?? 0), (ys.max() ?? 0) - (ys.min() ?? 0))
        return distances.reduce(0, +) / Double(distances.count) / size
    }
}
