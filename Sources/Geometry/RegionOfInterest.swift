/// Region of interest: the rotated square of an image that the landmark network processed for a person.
public struct RegionOfInterest: Sendable, Hashable, Codable {
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

extension RegionOfInterest {
    /// Whether all fields are finite and the size is positive.
    package var isUsable: Bool {
        size > 0 && size.isFinite && center.x.isFinite && center.y.isFinite && rotation.isFinite
    }
}
