public import PoiseImaging

/// A frame of a video with its presentation time.
public struct VideoFrame: TimedImage {
    /// The image: RGB, upright, with square pixels. The size may change from frame to frame.
    ///
    /// Frames of ``VideoFrames/unconverted`` are converted when it is read first.
    public var image: Image {
        get {
            switch pixels {
            case .image(let image): image
            case .decoded(let frame): frame.image
            }
        }
        set { pixels = .image(newValue) }
    }

    /// The image where its pixels lie: for frames of ``VideoFrames/unconverted`` in the decoder's memory.
    public var view: ImageView {
        switch pixels {
        case .image(let image): ImageView(image)
        case .decoded(let frame): frame.view
        }
    }

    /// The presentation time, relative to the first frame of the video. It increases from frame to frame.
    public var time: Duration
    /// The number of frames before this one in the requested time range, including those skipped by a step.
    public var index: Int
    /// The time at which the frame was decoded, the start of its latency; `nil` for frames of files, which are read ahead.
    public var arrival: ContinuousClock.Instant?

    private var pixels: Pixels

    private enum Pixels: Sendable {
        case image(Image)
        case decoded(DecodedFrame)
    }

    /// Creates a frame.
    public init(image: Image, time: Duration, index: Int, arrival: ContinuousClock.Instant? = nil) {
        pixels = .image(image)
        self.time = time
        self.index = index
        self.arrival = arrival
    }

    init(_ frame: DecodedFrame, time: Duration, index: Int, arrival: ContinuousClock.Instant?) {
        pixels = .decoded(frame)
        self.time = time
        self.index = index
        self.arrival = arrival
    }
}

extension VideoFrame: Equatable {
    /// Returns whether two frames have the same pixels and times.
    public static func == (first: VideoFrame, second: VideoFrame) -> Bool {
        first.time == second.time && first.index == second.index && first.arrival == second.arrival
            && first.image == second.image
    }
}
