import CPoiseFFmpeg
public import PoiseImaging
import Synchronization

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

/// A frame in the decoder's memory, whose planes are read where they lie.
///
/// That is possible for planes of 8 bits with color differences at half the size, square pixels, and an even number of rows: the
/// frames that swscale converts to RGB by the formula of ``YCbCr``, so that both have the same pixels.
final class DecodedFrame: Sendable {
    let view: ImageView
    private let owner: Owner
    private let shape: FrameShape
    private let converter: SharedConverter
    private let converted = Mutex<Image?>(nil)

    /// Keeps the frame.
    fileprivate final class Owner: @unchecked Sendable {
        // Unchecked: a decoded frame is not changed.
        let frame: UnsafeMutablePointer<AVFrame>
        init(_ frame: UnsafeMutablePointer<AVFrame>) { self.frame = frame }
        deinit {
            var frame: UnsafeMutablePointer<AVFrame>? = frame
            av_frame_free(&frame)
        }
    }

    /// - Returns: `nil` for a frame that has to be converted.
    init?(_ frame: UnsafeMutablePointer<AVFrame>, _ shape: FrameShape, _ converter: SharedConverter) {
        guard let format = DecodedFrame.format(of: frame), shape.square == shape.stored,
            shape.stored.height.isMultiple(of: 2), let copy = av_frame_clone(frame)
        else { return nil }
        let owner = Owner(copy)
        let (width, height) = shape.stored
        let (data, strides) = (copy.pointee.data, copy.pointee.linesize)
        func plane(_ data: UnsafeMutablePointer<UInt8>?, _ stride: Int32, width: Int, height: Int) -> ImageView.Plane {
            ImageView.Plane(
                UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : Int(stride) * (height - 1) + width),
                stride: Int(stride))
        }
        guard strides.0 >= width, strides.1 > 0, strides.2 > 0 else { return nil }
        let (halfWidth, halfHeight) = ((width + 1) / 2, height / 2)
        let planes = [
            plane(data.0, strides.0, width: width, height: height),
            plane(data.1, strides.1, width: halfWidth, height: halfHeight),
            plane(data.2, strides.2, width: halfWidth, height: halfHeight),
        ]
        guard
            let view = try? ImageView(
                format: format, width: width, height: height, planes: planes, orientation: shape.orientation,
                owner: owner)
        else { return nil }
        self.view = view
        self.owner = owner
        self.shape = shape
        self.converter = converter
    }

    private static func format(of frame: UnsafeMutablePointer<AVFrame>) -> ImageView.Format? {
        guard !VideoColor(frame).isHighDynamicRange else { return nil }
        return switch frame.pointee.format {
        case AV_PIX_FMT_YUV420P.rawValue: .i420(.bt601)
        case AV_PIX_FMT_YUVJ420P.rawValue: .i420(YCbCr(.bt601, isFullRange: true))
        default: nil
        }
    }

    /// The frame as an RGB image, converted when it is read first.
    var image: Image {
        converted.withLock { converted in
            if let converted { return converted }
            let image = converter.image(owner, shape) ?? Image(view)
            converted = image
            return image
        }
    }
}

/// The converter of frames that are converted outside the reader's thread.
final class SharedConverter: Sendable {
    private let converter = Mutex(FrameConverter())

    fileprivate func image(_ owner: DecodedFrame.Owner, _ shape: FrameShape) -> Image? {
        converter.withLock { $0.image(owner.frame, shape) }
    }
}
