import PoiseImageFiles
import Poise

/// A frame with the people in it, shared by all readers.
///
/// The image is drawn, compressed and written as JSON on first use, and not at all without readers.
package final class LiveFrame: Sendable {
    /// The header of the stream.
    package let header: PoseSequence.Header
    private let drawing: Once<Image>
    private let compressed: Once<[UInt8]?>
    private let text: Once<String?>

    /// The JPEG quality, lower than for files, since each image is shown only for a moment.
    private static let quality = 80

    /// Creates a frame.
    ///
    /// - Parameters:
    ///   - record: The people in the frame.
    ///   - header: The header of the stream's JSON Lines.
    ///   - draw: A closure that returns the image with the people drawn into it.
    package init(
        _ record: PoseSequence.Frame, header: PoseSequence.Header, draw: @escaping @Sendable () -> Image
    ) {
        self.header = header
        let drawing = Once(draw)
        self.drawing = drawing
        compressed = Once { try? drawing.value.jpegData(quality: LiveFrame.quality) }
        text = Once {
            var writer = PoseSequenceWriter(header: header)
            return try? writer.line(of: record)
        }
    }

    /// The image with the people drawn into it.
    package var picture: Image { drawing.value }

    /// The image as JPEG; `nil` if it is too large for the format.
    var jpeg: [UInt8]? { compressed.value }

    /// The people as a line of `poise/1`; `nil` if a value is not finite.
    var json: String? { text.value }
}
