import CPoiseFFmpeg
import PoiseImaging

/// A converter of decoded frames to upright RGB images with square pixels.
///
/// The conversion equals to the bit that of swscale as used by OpenCV's `VideoCapture`: it assumes ITU-R BT.601 for all
/// colors, whatever the file states, and this is the input that MediaPipe's networks get. If pixels are not square, swscale
/// enlarges the shorter side in the same step. High dynamic range (PQ, HLG) is mapped to the standard range (``ToneMap``),
/// since its unmapped code values look gray.
final class FrameConverter {
    private var scaler: OpaquePointer?
    /// The buffer for the image before it is turned; its rows are padded, since swscale converts whole groups of pixels.
    private var room: UnsafeMutablePointer<AVFrame>?
    private var toneMap: ToneMap?

    deinit {
        poise_scaler_free(scaler)
        av_frame_free(&room)
    }

    /// Returns the upright image; `nil` if memory or the conversion is missing.
    func image(_ frame: UnsafeMutablePointer<AVFrame>, _ shape: FrameShape) -> Image? {
        let color = VideoColor(frame)
        let format = color.isHighDynamicRange ? AV_PIX_FMT_RGB48LE : AV_PIX_FMT_RGB24
        scaler = poise_scaler_cached(
            scaler, frame.pointee.width, frame.pointee.height, frame.pointee.format, Int32(shape.square.width),
            Int32(shape.square.height), format.rawValue, poise_scale_bicubic)
        guard scaler != nil else { return nil }
        if color.isHighDynamicRange {
            guard
                poise_scaler_set_input_colors(
                    scaler, Int32(bitPattern: color.matrix.rawValue), frame.pointee.color_range == AVCOL_RANGE_JPEG)
            else { return nil }
            toneMap = toneMap?.isFor(frame) == true ? toneMap : ToneMap(frame)
        } else {
            toneMap = nil
        }
        // Whole groups need no padding, and upright frames no second buffer.
        let isDirect = toneMap == nil && shape.orientation == .upright && shape.square.width % 16 == 0
        guard isDirect || makeRoom(shape, format) else { return nil }
        let size = shape.upright
        let count = size.width * size.height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let output = buffer.baseAddress else { return }
            if isDirect {
                guard poise_scaler_read(scaler, frame, output, Int32(size.width * 3)) == Int32(size.height) else {
                    return
                }
            } else {
                guard let rows = room?.pointee.data.0, let stride = room?.pointee.linesize.0,
                    poise_scaler_read(scaler, frame, rows, stride) == Int32(shape.square.height)
                else { return }
                toneMap?.apply(
                    toRows: rows, stride: Int(stride), width: shape.square.width, height: shape.square.height)
                shape.orientation.copy(
                    rows, stride: Int(stride), width: shape.square.width, height: shape.square.height, to: output)
            }
            initialized = count
        }
        return try? Image(width: size.width, height: size.height, format: .rgb, pixels: pixels)
    }

    private func makeRoom(_ shape: FrameShape, _ format: AVPixelFormat) -> Bool {
        let (width, height) = (Int32(shape.square.width), Int32(shape.square.height))
        if let room, room.pointee.width == width, room.pointee.height == height,
            room.pointee.format == format.rawValue
        {
            return true
        }
        av_frame_free(&room)
        guard let frame = av_frame_alloc() else { return false }
        room = frame
        frame.pointee.width = width
        frame.pointee.height = height
        frame.pointee.format = format.rawValue
        return av_frame_get_buffer(frame, 64) >= 0
    }
}

/// The size of a frame as stored, with square pixels, and upright.
struct FrameShape {
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
}

extension Orientation {
    /// Creates the orientation nearest to a display matrix, nine numbers `[a b u; c d v; x y w]` that map a stored point
    /// (p, q) to (a p + c q + x, b p + d q + y); see FFmpeg's `libavutil/display.h`.
    init(displayMatrix matrix: UnsafePointer<Int32>) {
        let (a, b, c, d) = (matrix[0], matrix[1], matrix[3], matrix[4])
        if max(a.magnitude, d.magnitude) >= max(b.magnitude, c.magnitude) {
            self.init(mirrorsX: a < 0, mirrorsY: d < 0)
        } else {
            self.init(swapsAxes: true, mirrorsX: c < 0, mirrorsY: b < 0)
        }
    }
}
