import PoiseGeometry

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
