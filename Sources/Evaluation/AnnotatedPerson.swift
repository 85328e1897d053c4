import Landmarks

/// A person of a picture as people have marked it, or as it is known from how the picture was made.
public struct AnnotatedPerson: Sendable, Hashable {
    /// The box round the person, pixels.
    public var box: BoundingBox
    /// Pixels that the person covers, where that is known: object keypoint similarity needs it.
    public var area: Double?
    /// Where the joints are, pixels; those that are not known are left out.
    public var joints: [Joint: PixelPoint]
    /// Where the joints are in space, metres, in the axes of any camera or room.
    public var world: [Joint: WorldPoint]

    /// A person from what is known of them.
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

    /// From the middle of the shoulders to the middle of the hips, pixels; `nil` when one of the four is not known.
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
