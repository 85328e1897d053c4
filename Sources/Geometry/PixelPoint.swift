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
