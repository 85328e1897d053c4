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
