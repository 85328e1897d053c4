import Media
import Poise

/// A frame with the people in it, for all who look at it: the picture is drawn, compressed and written as JSON when the
/// first of them asks for it, and not at all when nobody does.
package final class LiveFrame: Sendable {
    /// What holds for this frame and those like it.
    package let header: PoseSequence.Header
    private let drawing: Once<Image>
    private let compressed: Once<[UInt8]?>
    private let text: Once<String?>

    /// JPEG's quality: pictures that are gone in a moment need not be as good as those that stay.
    private static let quality = 80

    /// A frame.
    ///
    /// - Parameters:
    ///   - record: Who is in it.
    ///   - header: The source, as its JSON begins.
    ///   - draw: Makes the picture with the people drawn into it.
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

    /// The picture with the people drawn into it.
    package var picture: Image { drawing.value }

    /// The picture as JPEG; `nil` when it is too large for that.
    var jpeg: [UInt8]? { compressed.value }

    /// The people as a line of `poise/1`; `nil` where a number is none.
    var json: String? { text.value }
}
