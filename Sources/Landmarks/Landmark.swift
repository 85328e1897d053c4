import Geometry

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
    /// Probability that ``position`` lies within a tenth of the body's box of where the joint is, 0 to 1; `nil` where
    /// nothing is known of it, as in files of earlier versions. The box is ``Pose/boxSize``.
    ///
    /// It is about the joints of whomever the pose is of, comes from the network's heatmaps, and was measured on photos and on
    /// rendered figures. ``visibility`` and ``presence`` are answers of the network to other questions, and say little about
    /// the place: a hidden joint may be well placed by the rest of the body, and one in plain sight may be taken for another.
    public var confidence: Double?
    /// How far ``position`` is off on average where the network says what it says here, pixels; `nil` where nothing is known
    /// of it. 68 of 100 errors are less than 1.3 times as large, 90 less than 3.4 times.
    public var expectedError: Double?

    /// A landmark from its values.
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
