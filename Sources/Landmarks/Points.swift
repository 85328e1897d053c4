/// A point in an image, in pixels: x to the right, y down from the upper left corner, pixel centers at +0.5.
public struct PixelPoint: Sendable, Hashable, Codable {
    /// Pixels to the right.
    public var x: Double
    /// Pixels down.
    public var y: Double

    /// Creates a point from its coordinates in pixels.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// A point in space relative to a person, in meters: origin between the hips, x to the right of the image, y down, z
/// away from the camera.
public struct WorldPoint: Sendable, Hashable, Codable {
    /// Meters to the right of the image.
    public var x: Double
    /// Meters down.
    public var y: Double
    /// Meters away from the camera.
    public var z: Double

    /// Creates a point from its coordinates in meters.
    public init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }
}

/// A joint of a person in an image.
public struct Landmark: Sendable, Hashable, Codable {
    /// Position, in pixels. It may lie outside the image: see ``isInsideImage``.
    public var position: PixelPoint
    /// Depth relative to the hips, in the unit of x (pixels); smaller is nearer to the camera.
    public var z: Double
    /// Probability that the joint is visible: inside the image and not occluded, 0 to 1.
    public var visibility: Double
    /// Probability that the joint lies inside the image, occluded or not, 0 to 1.
    public var presence: Double
    /// Whether ``position`` lies inside the image.
    public var isInsideImage: Bool
    /// Probability that ``position`` is off by at most a tenth of ``Pose/boxSize``, 0 to 1; `nil` where it is unknown,
    /// as in files of earlier versions.
    ///
    /// It concerns the joints of the person that the pose belongs to, comes from the network's heatmaps, and was
    /// calibrated on photos and on rendered figures. ``visibility`` and ``presence`` answer other questions and say
    /// little about the position: an occluded joint may be well placed from the rest of the body, and a visible one may
    /// be mistaken for another.
    public var confidence: Double?
    /// Mean error of ``position`` for this output of the network, pixels; `nil` where it is unknown. 68 of 100 errors
    /// are less than 1.3 times as large, 90 less than 3.4 times.
    public var expectedError: Double?

    /// Creates a landmark from its values.
    public init(
        position: PixelPoint, z: Double, visibility: Double, presence: Double, isInsideImage: Bool,
        confidence: Double? = nil, expectedError: Double? = nil
    ) {
        self.position = position
        self.z = z
        self.visibility = visibility
        self.presence = presence
        self.isInsideImage = isInsideImage
        self.confidence = confidence
        self.expectedError = expectedError
    }
}

/// Region of interest: the rotated square of an image that the landmark network processed for a person.
public struct Region: Sendable, Hashable, Codable {
    /// Center of the square, pixels.
    public var center: PixelPoint
    /// Side of the square, pixels.
    public var size: Double
    /// Rotation, clockwise on the screen, radians, -pi to pi; 0 when the person is upright.
    public var rotation: Double

    /// Creates a region of interest from its values.
    public init(center: PixelPoint, size: Double, rotation: Double) {
        self.center = center
        self.size = size
        self.rotation = rotation
    }
}
