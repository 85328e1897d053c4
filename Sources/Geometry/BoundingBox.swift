/// The axis-aligned bounding rectangle of points in an image, pixels.
public struct BoundingBox: Sendable, Hashable, Codable {
    /// The left edge.
    public var left: Double
    /// The upper edge.
    public var top: Double
    /// The right edge.
    public var right: Double
    /// The lower edge.
    public var bottom: Double

    /// Creates a box from its edges.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    }

    /// Width, pixels.
    public var width: Double { right - left }
    /// Height, pixels.
    public var height: Double { bottom - top }
    /// The longer of width and height, pixels; distances are divided by it.
    public var longerSide: Double { max(width, height) }
}
