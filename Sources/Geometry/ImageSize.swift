/// The size of an image, pixels.
public struct ImageSize: Sendable, Hashable {
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// A size from its sides.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Returns whether a point lies inside an image of this size.
    public func contains(_ point: PixelPoint) -> Bool {
        (0..<Double(width)).contains(point.x) && (0..<Double(height)).contains(point.y)
    }
}
