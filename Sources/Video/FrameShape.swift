import CFFmpeg

/// The shape of a frame: as it is stored, with square pixels, and upright.
struct FrameShape: Equatable {
    /// Columns and rows as stored.
    let stored: (width: Int, height: Int)
    /// Columns and rows once pixels are square.
    let square: (width: Int, height: Int)
    /// How the frame is turned and mirrored to be upright.
    let orientation: Orientation

    /// Columns and rows with square pixels, upright.
    var upright: (width: Int, height: Int) { orientation.size(width: square.width, height: square.height) }

    /// Ratios of a pixel's sides beyond this, or its inverse, are taken for a mistake.
    private static let longestPixel = 10.0

    /// - Parameters:
    ///   - pixel: The width of a stored pixel by its height; not positive where it is not known.
    init(width: Int, height: Int, pixel: AVRational, orientation: Orientation) {
        stored = (width, height)
        self.orientation = orientation
        let ratio = pixel.positive ?? 1
        // The shorter side grows: no stored pixel is lost.
        switch ratio {
        case 1 / Self.longestPixel..<1:
            square = (width, max(Int((Double(height) / ratio).rounded()), 1))
        case 1...Self.longestPixel:
            square = (max(Int((Double(width) * ratio).rounded()), 1), height)
        default:
            square = (width, height)
        }
    }

    static func == (a: FrameShape, b: FrameShape) -> Bool {
        a.stored == b.stored && a.square == b.square && a.orientation == b.orientation
    }
}
