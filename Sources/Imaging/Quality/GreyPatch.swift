/// The luma of a part of an image, reduced to at most the size that a network reads.
///
/// Pixels are averaged over areas, so that measures of a large and a small image of the same scene are comparable.
struct GreyPatch {
    /// The number of columns.
    let width: Int
    /// The number of rows.
    let height: Int
    /// Luma, 0 to 255. `[height, width]`
    let values: [Float]

    /// Creates a patch from a part of an image; `nil` when the part does not overlap the image.
    ///
    /// - Parameters:
    ///   - longestSide: Size in pixels to which larger parts are reduced; smaller parts keep their size.
    init?(_ image: Image, columns: Range<Int>, rows: Range<Int>, longestSide: Int) {
        let columns = columns.clamped(to: 0..<image.width)
        let rows = rows.clamped(to: 0..<image.height)
        guard !columns.isEmpty, !rows.isEmpty, longestSide > 0 else { return nil }
        let longest = max(columns.count, rows.count)
        let scale = longest > longestSide ? Double(longestSide) / Double(longest) : 1
        let width = max(1, Int((Double(columns.count) * scale).rounded()))
        let height = max(1, Int((Double(rows.count) * scale).rounded()))
        let channels = image.format.channels
        // The first column or row of each cell, and the end of the last.
        let lefts = (0...width).map { columns.lowerBound + $0 * columns.count / width }
        let tops = (0...height).map { rows.lowerBound + $0 * rows.count / height }
        var values = [Float](repeating: 0, count: width * height)
        image.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<height {
                for column in 0..<width {
                    var sum = 0
                    for y in tops[row]..<tops[row + 1] {
                        let line = y * image.width
                        for x in lefts[column]..<lefts[column + 1] {
                            sum += luma(pixels, (line + x) * channels, channels)
                        }
                    }
                    let count = (tops[row + 1] - tops[row]) * (lefts[column + 1] - lefts[column])
                    values[row * width + column] = Float(sum) / Float(count << 8)
                }
            }
        }
        self.width = width
        self.height = height
        self.values = values
    }
}

/// Returns 256 times the ITU-R BT.601 luma of the pixel whose bytes begin at an offset.
@inline(__always)
func luma(_ pixels: UnsafeBufferPointer<UInt8>, _ offset: Int, _ channels: Int) -> Int {
    guard channels > 1 else { return Int(pixels[offset]) << 8 }
    return 77 * Int(pixels[offset]) + 150 * Int(pixels[offset + 1]) + 29 * Int(pixels[offset + 2])
}
