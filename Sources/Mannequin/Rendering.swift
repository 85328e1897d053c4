import PoiseImaging
import PoiseBody

/// A rendered scene.
public struct Rendering: Sendable {
    /// The image, RGB.
    public let image: Image
    /// Ground truth of each figure, in the order of ``Scene/figures``.
    public let figures: [RenderedFigure]
    /// The ``Label`` at the center of each pixel. `[height, width]`
    let labels: [Int16]

    /// Returns the index of the figure at the center of a pixel; `nil` at the backdrop and outside the image.
    public func figure(atColumn column: Int, row: Int) -> Int? { label(atColumn: column, row: row)?.figure }

    /// Returns the limb at the center of a pixel; `nil` at the backdrop and outside the image.
    package func limb(atColumn column: Int, row: Int) -> Limb? { label(atColumn: column, row: row)?.limb }

    private func label(atColumn column: Int, row: Int) -> Label? {
        guard (0..<image.width).contains(column), (0..<image.height).contains(row) else { return nil }
        return Label(packed: labels[row * image.width + column])
    }
}

/// A joint of a rendered figure.
public struct RenderedJoint: Sendable, Hashable {
    /// Position in space, meters, relative to the middle of the figure's hips, in the camera's axes.
    public let world: WorldPoint
    /// Position in the image, pixels; it may lie outside.
    public let pixel: PixelPoint
    /// Distance from the camera along the optical axis, meters.
    public let depth: Double
    /// Whether ``pixel`` lies in the image.
    public let isInsideImage: Bool
    /// Whether something other than the flesh around the joint occludes it: another limb, the trunk, or another figure.
    public let isOccluded: Bool
}

/// The exact ground truth of a figure in an image.
public struct RenderedFigure: Sendable {
    /// The joints, by `Joint.rawValue`. `[33]`
    public let joints: [RenderedJoint]
    /// The angles at the joints, visible or not, in the camera's axes: the pitch of the camera changes
    /// `JointAngle.trunk`, which is measured against the image.
    public let angles: [JointAngle: Angle]
    /// The joints as the pose that an ideal estimator would return: visibility and presence are 0 or 1.
    public let pose: Pose

    /// Accesses a joint.
    public subscript(joint: Joint) -> RenderedJoint { joints[joint.rawValue] }

    /// Creates the ground truth of a figure.
    ///
    /// - Parameters:
    ///   - points: Joints in the camera's axes.
    ///   - hidden: Whether each of them is occluded.
    init(joints points: [SIMD3<Double>], hidden: [Bool], camera: Camera) {
        let hips = (points[Joint.leftHip.rawValue] + points[Joint.rightHip.rawValue]) / 2
        joints = zip(points, hidden).map { point, isOccluded in
            let pixel = camera.project(point)
            let offset = point - hips
            return RenderedJoint(
                world: WorldPoint(x: offset.x, y: offset.y, z: offset.z), pixel: pixel, depth: point.z,
                isInsideImage: pixel.x >= 0 && pixel.x < Double(camera.width) && pixel.y >= 0
                    && pixel.y < Double(camera.height),
                isOccluded: isOccluded)
        }
        let pixelsPerMetre = camera.focalPixels / hips.z
        angles = RenderedFigure.pose(joints, pixelsPerMetre, allSeen: true).angles()
        pose = RenderedFigure.pose(joints, pixelsPerMetre, allSeen: false)
    }

    private static func pose(_ joints: [RenderedJoint], _ pixelsPerMetre: Double, allSeen: Bool) -> Pose {
        let landmarks = joints.map { joint in
            Landmark(
                position: joint.pixel, z: joint.world.z * pixelsPerMetre,
                visibility: allSeen || (joint.isInsideImage && !joint.isOccluded) ? 1 : 0,
                presence: allSeen || joint.isInsideImage ? 1 : 0, isInsideImage: allSeen || joint.isInsideImage)
        }
        let xs = joints.map(\.pixel.x)
        let ys = joints.map(\.pixel.y)
        let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
        let (top, bottom) = (ys.min() ?? 0, ys.max() ?? 0)
        let region = RegionOfInterest(
            center: PixelPoint(x: (left + right) / 2, y: (top + bottom) / 2), size: max(right - left, bottom - top),
            rotation: 0)
        return Pose(landmarks: landmarks, world: joints.map(\.world), score: 1, presence: 1, region: region)
    }
}
