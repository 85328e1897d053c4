/// The upright rectangle round points of a picture, pixels.
public struct BoundingBox: Sendable, Hashable, Codable {
    /// The left edge.
    public var left: Double
    /// The upper edge.
    public var top: Double
    /// The right edge.
    public var right: Double
    /// The lower edge.
    public var bottom: Double

    /// A box from its edges.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    }

    /// Pixels from left to right.
    public var width: Double { right - left }
    /// Pixels from top to bottom.
    public var height: Double { bottom - top }
    /// The longer of the two: the size that distances are divided by.
    public var longerSide: Double { max(width, height) }
}
