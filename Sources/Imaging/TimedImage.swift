/// An image with a time: a frame of a video, of a camera, or of a source of your own.
public protocol TimedImage: Sendable {
    /// The image.
    var image: Image { get }
    /// The image where its pixels lie, for a source that need not copy or convert them; by default a view of ``image``.
    var view: ImageView { get }
    /// The time of the image, from any origin; it increases from frame to frame.
    var time: Duration { get }
}

extension TimedImage {
    /// A view of ``image``.
    public var view: ImageView { ImageView(image) }
}
