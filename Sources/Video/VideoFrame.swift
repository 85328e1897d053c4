public import Imaging

/// A picture of a video, and when it is shown.
public struct VideoFrame: Sendable, Equatable {
    /// The image: RGB, upright, with square pixels. The size may change from frame to frame.
    public var image: Image
    /// When it is shown, counted from the first frame of the video. From frame to frame it advances.
    public var time: Duration
    /// How many frames come before it, those included that were passed over by a step, counted from the beginning of
    /// the range that was asked for.
    public var index: Int
    /// When it was decoded, from which its delay counts; `nil` for frames of files, which are read ahead.
    public var arrival: ContinuousClock.Instant?

    /// A frame from its parts.
    public init(image: Image, time: Duration, index: Int, arrival: ContinuousClock.Instant? = nil) {
        self.image = image
        self.time = time
        self.index = index
        self.arrival = arrival
    }
}
