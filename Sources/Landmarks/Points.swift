/// A point in a picture, in pixels: x to the right, y down from the upper left corner, pixel centres at +0.5.
public struct PixelPoint: Sendable, Hashable, Codable {
    /// Pixels to the right.
    public var x: Double
    /// Pixels down.
    public var y: Double

    /// A point from its coordinates in pixels.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// A point in space about a person, in metres: origin between the hips, x to the right of the picture, y down, z away
/// from the camera.
public struct WorldPoint: Sendable, Hashable, Codable {
    /// Metres to the right of the picture.
    public var x: Double
    /// Metres down.
    public var y: Double
    /// Metres away from the camera.
    public var z: Double

    /// A point from its coordinates in metres.
    public init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }
}

/// A joint as seen in a picture.
public struct Landmark: Sendable, Hashable, Codable {
    /// Where it lies, in pixels. It may lie outside the picture: see ``isInsideImage``.
    public var position: PixelPoint
    /// Depth relative to the hips, in the unit of x (pixels); smaller is nearer to the camera.
    public var z: Double
    /// Probability that the joint can be seen: in the picture and not hidden, 0 to 1.
    public var visibility: Double
    /// Probability that the joint lies inside the picture, hidden or not, 0 to 1.
    public var presence: Double
    /// Whether ``position`` lies inside the picture.
    public var isInsideImage: Bool

    /// A landmark from its values.
    public init(position: PixelPoint, z: Double, visibility: Double, presence: Double, isInsideImage: Bool) {
        self.position = position
        self.z = z
        self.visibility = visibility
        self.presence = presence
        self.isInsideImage = isInsideImage
    }
}

/// The rotated square of a picture in which a person was looked for.
public struct Region: Sendable, Hashable, Codable {
    /// Middle of the square, pixels.
    public var center: PixelPoint
    /// Side of the square, pixels.
    public var size: Double
    /// Clockwise on the screen, radians, -pi to pi; 0 when the person is upright.
    public var rotation: Double

    /// A region from its values.
    public init(center: PixelPoint, size: Double, rotation: Double) {
        self.center = center
        self.size = size
        self.rotation = rotation
    }
}
