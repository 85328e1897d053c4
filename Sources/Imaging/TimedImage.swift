/// An image with a time: a frame of a video, of a camera, or of a source of your own.
public protocol TimedImage: Sendable {
    /// The image.
    var image: Image { get }
    /// The time of the image, from any origin; it increases from frame to frame.
    var time: Duration { get }
}
