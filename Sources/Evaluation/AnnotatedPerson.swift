import PoiseBody

/// A ground-truth person of an image, annotated by people or known from how the image was made.
public struct AnnotatedPerson: Sendable, Hashable {
    /// Bounding box of the person, pixels.
    public var box: BoundingBox
    /// Pixels that the person covers, where known; object keypoint similarity needs it.
    public var area: Double?
    /// Positions of the joints, pixels; unknown joints are omitted.
    public var joints: [Joint: PixelPoint]
    /// Positions of the joints in space, meters, in the axes of any camera or room.
    public var world: [Joint: WorldPoint]

    /// Creates a person from known values.
    public init(
        box: BoundingBox, area: Double? = nil, joints: [Joint: PixelPoint], world: [Joint: WorldPoint] = [:]
    ) {
        self.box = box
        self.area = area
        self.joints = joints
        self.world = world
    }

    /// The longer side of the box, pixels.
    public var size: Double { box.longerSide }

    /// Distance from the middle of the shoulders to the middle of the hips, pixels; `nil` when one of the four is
    /// unknown.
    public var torso: Double? {
        guard let leftShoulder = joints[.leftShoulder], let rightShoulder = joints[.rightShoulder],
            let leftHip = joints[.leftHip], let rightHip = joints[.rightHip]
        else { return nil }
        let x = (leftShoulder.x + rightShoulder.x - leftHip.x - rightHip.x) / 2
        let y = (leftShoulder.y + rightShoulder.y - leftHip.y - rightHip.y) / 2
        let length = (x * x + y * y).squareRoot()
        return length > 0 ? length : nil
    }
}
