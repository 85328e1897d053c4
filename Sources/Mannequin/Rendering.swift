import Imaging
import Landmarks

/// A rendered scene.
public struct Rendering: Sendable {
    /// The picture, RGB.
    public let image: Image
    /// What is true of each figure, in the order of ``Scene/figures``.
    public let figures: [RenderedFigure]
    /// The ``Label`` of what the middle of each pixel shows. `[height, width]`
    let labels: [Int16]

    /// Which of the figures the middle of a pixel shows; `nil` at the backdrop and outside the picture.
    public func figure(atColumn column: Int, row: Int) -> Int? { label(atColumn: column, row: row)?.figure }

    /// The limb that the middle of a pixel shows.
    package func limb(atColumn column: Int, row: Int) -> Limb? { label(atColumn: column, row: row)?.limb }

    private func label(atColumn column: Int, row: Int) -> Label? {
        guard (0..<image.width).contains(column), (0..<image.height).contains(row) else { return nil }
        return Label(packed: labels[row * image.width + column])
    }
}

/// A joint of a rendered figure.
public struct RenderedJoint: Sendable, Hashable {
    /// Where it is in space, metres: about the middle of the figure's hips, in the camera's axes.
    public let world: WorldPoint
    /// Where it is in the picture; it may lie outside.
    public let pixel: PixelPoint
    /// Its distance from the camera along the optical axis, metres.
    public let depth: Double
    /// Whether ``pixel`` lies in the picture.
    public let isInsideImage: Bool
    /// Whether something other than the flesh about the joint lies before it: another limb, the trunk, or another figure.
    public let isOccluded: Bool
}

/// What is exactly true of a figure in a picture.
public struct RenderedFigure: Sendable {
    /// The joints, by `Joint.rawValue`. `[33]`
    public let joints: [RenderedJoint]
    /// The angles at the joints, whether seen or not, in the camera's axes: a camera that looks down changes
    /// `JointAngle.trunk`, which is measured against the picture.
    public let angles: [JointAngle: Angle]
    /// The joints as a pose that an ideal estimator would find: visibility and presence are 0 or 1.
    public let pose: Pose

    /// The joint.
    public subscript(joint: Joint) -> RenderedJoint { joints[joint.rawValue] }

    /// - Parameters:
    ///   - points: The joints in the camera's axes.
    ///   - hidden: Which of them something lies before.
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
        let region = Region(
            center: PixelPoint(x: (left + right) / 2, y: (top + bottom) / 2), size: max(right - left, bottom - top),
            rotation: 0)
        return Pose(landmarks: landmarks, world: joints.map(\.world), score: 1, presence: 1, region: region)
    }
}
