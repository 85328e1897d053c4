/// An angle, readable in degrees and in radians.
public struct Angle: Sendable, Hashable, Codable, Comparable {
    /// The angle in radians.
    public var radians: Double

    /// The angle in degrees.
    public var degrees: Double { radians * 180 / .pi }

    /// Creates an angle from radians.
    public init(radians: Double) { self.radians = radians }

    /// Creates an angle from degrees.
    public init(degrees: Double) { self.radians = degrees * .pi / 180 }

    /// Orders by size.
    public static func < (left: Angle, right: Angle) -> Bool { left.radians < right.radians }
}
