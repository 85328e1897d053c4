import PoiseImaging

extension Color {
    /// Returns the mix of this color with a share, 0 to 1, of another.
    func mixed(with other: Color, share: Double) -> Color {
        func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
            UInt8((Double(from) + (Double(to) - Double(from)) * share).rounded())
        }
        return Color(
            red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue),
            opacity: mix(opacity, other.opacity))
    }

    /// Black or white, whichever is readable on this color.
    var contrasting: Color {
        // ITU-R BT.601 luma.
        0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) > 110 ? .black : .white
    }
}
