/// A frame fingerprint: a coarse grid of an image's luma, which shows whether a video repeats a frame.
///
/// The grid holds single pixels, not means: camera noise, which means would remove, distinguishes two images of a still
/// scene from one image shown twice.
public struct FrameFingerprint: Sendable, Hashable {
    private let width: Int
    private let height: Int
    /// Luma at the points of the grid.
    private let values: [UInt8]

    /// The maximum number of rows, and of points per row.
    private static let grid = 160

    /// Creates the fingerprint of an image.
    public init(_ image: Image) {
        width = image.width
        height = image.height
        let (columns, rows) = (min(image.width, FrameFingerprint.grid), min(image.height, FrameFingerprint.grid))
        let channels = image.format.channels
        values = image.pixels.withUnsafeBufferPointer { pixels in
            (0..<rows).flatMap { row in
                let line = (2 * row + 1) * image.height / (2 * rows) * image.width
                return (0..<columns).map { column in
                    let place = line + (2 * column + 1) * image.width / (2 * columns)
                    return UInt8(luma(pixels, place * channels, channels) >> 8)
                }
            }
        }
    }

    /// The change that an encoder makes in a repeated frame, levels of luma.
    private static let tolerance = 3

    /// Returns the mean of the differences in luma beyond 3 levels, 0 to 252; `nil` when the images differ in size.
    public func difference(from other: FrameFingerprint) -> Double? {
        guard width == other.width, height == other.height else { return nil }
        let sum = zip(values, other.values).reduce(0) {
            $0 + max(0, abs(Int($1.0) - Int($1.1)) - FrameFingerprint.tolerance)
        }
        return Double(sum) / Double(values.count)
    }
}
