extension GreyPatch {
    /// The number of neighbors on either side of the moving mean that blurs again: 9 pixels in all, as in the paper.
    private static let reach = 4

    /// The blur along the more blurred axis, 0 to 1; `nil` when neighbors do not differ along either axis.
    ///
    /// Crete et al., "The blur effect", SPIE 6492, 2007, section 3.
    var blur: Double? {
        let across = blur(lines: height, length: width, lineStride: width, stride: 1)
        let down = blur(lines: width, length: height, lineStride: 1, stride: width)
        guard let across, let down else { return across ?? down }
        return max(across, down)
    }

    /// Returns the blur along lines of pixels: the share of the differences between neighbors that a moving mean
    /// leaves.
    private func blur(lines: Int, length: Int, lineStride: Int, stride: Int) -> Double? {
        let reach = GreyPatch.reach
        guard length > 2 * reach + 1 else { return nil }
        var (whole, lost) = (0.0, 0.0)
        values.withUnsafeBufferPointer { values in
            for line in 0..<lines {
                let start = line * lineStride
                for place in (reach + 1)..<(length - reach) {
                    let here = start + place * stride
                    let difference = abs(values[here] - values[here - stride])
                    // Two means of adjacent windows differ only by the windows' ends.
                    let blurred =
                        abs(values[here + reach * stride] - values[here - (reach + 1) * stride]) / Float(2 * reach + 1)
                    whole += Double(difference)
                    lost += Double(max(0, difference - blurred))
                }
            }
        }
        return whole > 0 ? (whole - lost) / whole : nil
    }
}
