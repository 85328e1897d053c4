import PoiseBody
import PoiseGeometry
import PoiseInference

/// The input of the correction networks for one pose: for each joint its position in the image in meters, x and y, its position in
/// space, x, y and z, and its confidence.
///
/// A weak-perspective camera, fitted by least squares and weighted by confidence, maps pixels to meters.
struct SpaceFeatures: InputFiller {
    /// Values per joint.
    static let valuesPerJoint = 6
    /// Values per pose.
    static let count = Joint.allCases.count * valuesPerJoint

    /// The weight of a joint without confidence, so that the camera of a pose without any is defined.
    private static let leastWeight = 0.001

    private let pose: Pose
    private let camera: WeakPerspective

    /// Creates the features of a pose; `nil` where confidences are unknown, or no camera fits.
    init?(_ pose: Pose) {
        var fit = WeakPerspective.Fit()
        for index in pose.landmarks.indices {
            let (landmark, point) = (pose.landmarks[index], pose.world[index])
            guard let confidence = landmark.confidence else { return nil }
            fit.add(
                WeakPerspective.Match(
                    space: SIMD2(point.x, point.y), image: SIMD2(landmark.position.x, landmark.position.y),
                    weight: max(confidence, Self.leastWeight)))
        }
        guard let camera = fit.camera else { return nil }
        self.pose = pose
        self.camera = camera
    }

    /// Writes the features. `[33, 6]`
    func write(to values: UnsafeMutablePointer<Float>) {
        for index in pose.landmarks.indices {
            let (landmark, point) = (pose.landmarks[index], pose.world[index])
            let seen = (SIMD2(landmark.position.x, landmark.position.y) - camera.origin) / camera.scale
            let target = values + index * Self.valuesPerJoint
            target[0] = Float(seen.x)
            target[1] = Float(seen.y)
            target[2] = Float(point.x)
            target[3] = Float(point.y)
            target[4] = Float(point.z)
            target[5] = Float(landmark.confidence ?? 0)
        }
    }

    func fill(_ rows: InputRows) {
        for row in rows.range { write(to: rows[row]) }
    }
}

extension Pose {
    /// Moves the world landmarks by the output of a correction network, then the origin to the middle of the hips.
    ///
    /// An output that is not finite changes nothing.
    ///
    /// - Parameter way: For each joint x, y and z, meters. `[33, 3]`
    mutating func moveWorld(by way: (_ index: Int) -> Double) {
        for index in 0..<3 * world.count where !way(index).isFinite { return }
        for index in world.indices {
            world[index].x += way(3 * index)
            world[index].y += way(3 * index + 1)
            world[index].z += way(3 * index + 2)
        }
        let (left, right) = (worldPoint(.leftHip), worldPoint(.rightHip))
        let (x, y, z) = ((left.x + right.x) / 2, (left.y + right.y) / 2, (left.z + right.z) / 2)
        for index in world.indices {
            world[index].x -= x
            world[index].y -= y
            world[index].z -= z
        }
    }
}
