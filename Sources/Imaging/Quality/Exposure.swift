/// Brightness statistics of sampled pixels.
public struct Exposure: Sendable, Hashable {
    /// Mean luma, 0 to 255.
    public let brightness: Double
    /// Share of black pixels: luma below 8, where 8-bit video keeps almost no detail.
    public let blackShare: Double
    /// Share of white pixels: luma above 247, beyond which sensors and encoders clip.
    public let whiteShare: Double

    fileprivate static let black = 8
    fileprivate static let white = 247
}

extension Image {
    /// Returns the exposure at the given points; `nil` when none of them lies in the image.
    ///
    /// - Parameter points: Positions in pixels, as ``Image`` counts them. Those outside the image are skipped.
    public func exposure(at points: [(x: Double, y: Double)]) -> Exposure? {
        var (sum, black, white, count) = (0, 0, 0, 0)
        pixels.withUnsafeBufferPointer { pixels in
            for point in points
            where point.x >= 0 && point.y >= 0 && point.x < Double(width) && point.y < Double(height) {
                let offset = (Int(point.y) * width + Int(point.x)) * format.channels
                let value = luma(pixels, offset, format.channels) >> 8
                sum += value
                count += 1
                if value < Exposure.black { black += 1 }
                if value > Exposure.white { white += 1 }
            }
        }
        guard count > 0 else { return nil }
        return Exposure(
            brightness: Double(sum) / Double(count), blackShare: Double(black) / Double(count),
            whiteShare: Double(white) / Double(count))
    }
}
