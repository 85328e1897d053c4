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
