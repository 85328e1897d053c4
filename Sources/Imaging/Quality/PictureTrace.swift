/// A coarse grid of a picture's brightness, to tell whether a frame of a video is the one before once more.
///
/// Single pixels are taken and not means: the noise of a camera, which means would take away, is what tells two pictures of
/// something still apart from one picture shown twice.
public struct PictureTrace: Sendable, Hashable {
    private let width: Int
    private let height: Int
    /// Luma at the places of the grid.
    private let values: [UInt8]

    /// Places a row and rows at most.
    private static let grid = 160

    /// The trace of a picture.
    public init(_ image: Image) {
        width = image.width
        height = image.height
        let (columns, rows) = (min(image.width, PictureTrace.grid), min(image.height, PictureTrace.grid))
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

    /// What an encoder changes in a picture that it shows once more, levels of luma.
    private static let tolerance = 3

    /// The mean of the differences in luma beyond 3 levels, 0 to 252; `nil` when the pictures have different sizes.
    public func difference(from other: PictureTrace) -> Double? {
        guard width == other.width, height == other.height else { return nil }
        let sum = zip(values, other.values).reduce(0) {
            $0 + max(0, abs(Int($1.0) - Int($1.1)) - PictureTrace.tolerance)
        }
        return Double(sum) / Double(values.count)
    }
}
