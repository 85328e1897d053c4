import PoiseImaging
import CPoiseFFmpeg

/// The size of a frame as stored, with square pixels, and upright.
struct FrameShape: Equatable {
    /// The size as stored.
    let stored: (width: Int, height: Int)
    /// The size with square pixels.
    let square: (width: Int, height: Int)
    /// The rotation and mirroring that make the frame upright.
    let orientation: Orientation

    /// The size with square pixels, upright.
    var upright: (width: Int, height: Int) { orientation.size(width: square.width, height: square.height) }

    /// The largest accepted ratio of a pixel's sides; ratios beyond it, or below its inverse, are ignored as errors.
    private static let longestPixel = 10.0

    /// - Parameters:
    ///   - pixel: The ratio of a stored pixel's width to its height; not positive if unknown.
    init(width: Int, height: Int, pixel: AVRational, orientation: Orientation) {
        stored = (width, height)
        self.orientation = orientation
        let ratio = pixel.positive ?? 1
        // The shorter side is enlarged, so that no stored pixel is lost.
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
