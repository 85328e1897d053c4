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

    /// Creates the box around all landmarks of a person, including those outside the image; `nil` for an empty list.
    public init?(_ landmarks: [Landmark]) {
        guard let first = landmarks.first?.position else { return nil }
        self.init(left: first.x, top: first.y, right: first.x, bottom: first.y)
        for landmark in landmarks.dropFirst() {
            left = min(left, landmark.position.x)
            top = min(top, landmark.position.y)
            right = max(right, landmark.position.x)
            bottom = max(bottom, landmark.position.y)
        }
    }

    /// Width, pixels.
    public var width: Double { right - left }
    /// Height, pixels.
    public var height: Double { bottom - top }
    /// The longer of width and height, pixels; distances are divided by it.
    public var longerSide: Double { max(width, height) }
}
