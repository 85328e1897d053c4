/// An angle, in degrees or radians as the caller likes.
public struct Angle: Sendable, Hashable, Codable, Comparable {
    /// The angle in radians.
    public var radians: Double

    /// The angle in degrees.
    public var degrees: Double { radians * 180 / .pi }

    /// An angle in radians.
    public init(radians: Double) { self.radians = radians }

    /// An angle in degrees.
    public init(degrees: Double) { self.radians = degrees * .pi / 180 }

    /// Orders by size.
    public static func < (left: Angle, right: Angle) -> Bool { left.radians < right.radians }
}
