/// A color for drawing: 8-bit red, green, blue and opacity, not premultiplied.
public struct Color: Sendable, Hashable {
    /// Red, 0 to 255.
    public var red: UInt8
    /// Green, 0 to 255.
    public var green: UInt8
    /// Blue, 0 to 255.
    public var blue: UInt8
    /// Opacity, 0 (invisible) to 255 (solid).
    public var opacity: UInt8

    /// Creates a color from its channels.
    public init(red: UInt8, green: UInt8, blue: UInt8, opacity: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.opacity = opacity
    }

    /// Black, solid.
    public static let black = Color(red: 0, green: 0, blue: 0)
    /// White, solid.
    public static let white = Color(red: 255, green: 255, blue: 255)

    /// Returns the same color with another opacity, 0 to 1.
    public func withOpacity(_ fraction: Double) -> Color {
        var copy = self
        copy.opacity = UInt8((min(max(fraction, 0), 1) * 255).rounded())
        return copy
    }
}
