import Dispatch
import PoiseImaging
import PoiseBody
import PoiseMannequin
import Synchronization

/// A mannequin seen from one side, rendered once for all tests.
struct MannequinView: Sendable {
    let preset: String
    /// Position of the camera around the figure, degrees.
    let yaw: Int
    let rendering: Rendering

    /// The exact joints.
    var truth: Pose { rendering.figures[0].pose }

    static let presets: [(name: String, posture: Posture)] = [
        ("standing", .standing), ("squat", .squat(depth: 0.5)), ("arms raised", .armsRaised), ("lunge", .lunge),
        ("push-up", .pushUp()),
    ]

    /// Every posture from twelve sides.
    static let all: [MannequinView] = {
        let wanted = presets.flatMap { preset in stride(from: 0, to: 360, by: 30).map { (preset, $0) } }
        let views = Mutex([MannequinView?](repeating: nil, count: wanted.count))
        DispatchQueue.concurrentPerform(iterations: wanted.count) { index in
            let (preset, yaw) = wanted[index]
            let camera = Camera(yaw: Angle(degrees: Double(yaw)))
            guard let rendering = try? Scene(Figure(posture: preset.posture), camera: camera).render() else { return }
            views.withLock { $0[index] = MannequinView(preset: preset.name, yaw: yaw, rendering: rendering) }
        }
        return views.withLock { $0.compactMap { $0 } }
    }()

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
