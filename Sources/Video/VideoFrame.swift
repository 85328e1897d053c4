public import PoiseImaging

/// A frame of a video with its presentation time.
public struct VideoFrame: TimedImage, Equatable {
    /// The image: RGB, upright, with square pixels. The size may change from frame to frame.
    public var image: Image
    /// The presentation time, relative to the first frame of the video. It increases from frame to frame.
    public var time: Duration
    /// The number of frames before this one in the requested time range, including those skipped by a step.
    public var index: Int
    /// The time at which the frame was decoded, the start of its latency; `nil` for frames of files, which are read ahead.
    public var arrival: ContinuousClock.Instant?

    /// Creates a frame.
    public init(image: Image, time: Duration, index: Int, arrival: ContinuousClock.Instant? = nil) {
        self.image = image
        self.time = time
        self.index = index
        self.arrival = arrival
    }
}
