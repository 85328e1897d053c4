/// How well a part of a picture can be seen: its light, its contrast and its sharpness.
public struct PictureQuality: Sendable, Hashable {
    /// Mean luma, 0 to 255.
    public let brightness: Double
    /// From the luma that 5 % of the pixels lie below to the one that 5 % lie above, 0 to 255.
    public let contrast: Double
    /// How blurred it is, 0 sharp to 1; `nil` when there is nothing in it to be sharp. See ``Image/quality(columns:rows:)``.
    public let blur: Double?
}

extension Image {
    /// The side, in pixels, to which a larger part is brought before it is measured: that of the landmark network's input.
    /// Blur that does not survive that is not seen by the network either.
    public static let qualitySide = 256

    /// Measures a part of the picture; `nil` when none of it lies in the picture.
    ///
    /// Blur is that of Crete, Dolmiere, Ladret and Nicolas, "The blur effect: perception and estimation with a new
    /// no-reference perceptual blur metric", SPIE 6492, 2007: what is sharp loses the differences between neighbours when it
    /// is blurred once more, and what is blurred keeps them. It depends neither on brightness nor on contrast. Noise counts
    /// as sharp.
    public func quality(columns: Range<Int>, rows: Range<Int>) -> PictureQuality? {
        GreyPatch(self, columns: columns, rows: rows, longestSide: Image.qualitySide).map { PictureQuality($0) }
    }

    /// Measures the whole picture.
    public var quality: PictureQuality? { quality(columns: 0..<width, rows: 0..<height) }
}

extension PictureQuality {
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
