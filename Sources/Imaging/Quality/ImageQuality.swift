/// The brightness, contrast and sharpness of a part of an image.
public struct ImageQuality: Sendable, Hashable {
    /// Mean luma, 0 to 255.
    public let brightness: Double
    /// Distance between the 5th and the 95th percentile of luma, 0 to 255.
    public let contrast: Double
    /// Blur, 0 (sharp) to 1; `nil` when the part has no structure to measure. See ``Image/quality(columns:rows:)``.
    public let blur: Double?
}

extension Image {
    /// The side, in pixels, to which larger parts are reduced before they are measured: that of the landmark network's
    /// input. Blur that does not survive the reduction is invisible to the network as well.
    public static let qualitySide = 256

    /// Measures a part of the image; `nil` when it does not overlap the image.
    ///
    /// Blur follows Crete, Dolmiere, Ladret and Nicolas, "The blur effect: perception and estimation with a new
    /// no-reference perceptual blur metric", SPIE 6492, 2007: a sharp image loses the differences between neighbors
    /// when it is blurred again, and a blurred image keeps them. It depends neither on brightness nor on contrast.
    /// Noise counts as sharp.
    public func quality(columns: Range<Int>, rows: Range<Int>) -> ImageQuality? {
        GreyPatch(self, columns: columns, rows: rows, longestSide: Image.qualitySide).map { ImageQuality($0) }
    }

    /// Measures the whole image.
    public var quality: ImageQuality? { quality(columns: 0..<width, rows: 0..<height) }
}

extension ImageQuality {
    init(_ patch: GreyPatch) {
        var histogram = [Int](repeating: 0, count: 256)
        var sum = 0.0
        for value in patch.values {
            sum += Double(value)
            histogram[min(Int(value.rounded()), 255)] += 1
        }
        let count = patch.values.count
        func level(below share: Double) -> Double {
            var seen = 0
            for (level, number) in histogram.enumerated() {
                seen += number
                if Double(seen) > share * Double(count) { return Double(level) }
            }
            return 255
        }
        brightness = sum / Double(count)
        contrast = level(below: 0.95) - level(below: 0.05)
        blur = patch.blur
    }
}
