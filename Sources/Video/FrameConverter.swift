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
                guard convert(frame, to: output, stride: size.width * 3, rows: size.height) else { return }
            } else {
                guard let rows = room?.pointee.data.0, let stride = room?.pointee.linesize.0,
                    convert(frame, to: rows, stride: Int(stride), rows: shape.square.height)
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

    private func convert(
        _ frame: UnsafeMutablePointer<AVFrame>, to output: UnsafeMutablePointer<UInt8>, stride: Int, rows: Int
    ) -> Bool {
        let planes = withUnsafeBytes(of: frame.pointee.data) { planes in
            planes.bindMemory(to: UnsafePointer<UInt8>?.self).map { $0 }
        }
        let strides = withUnsafeBytes(of: frame.pointee.linesize) { $0.bindMemory(to: Int32.self).map { $0 } }
        return poise_scaler_run(scaler, planes, strides, frame.pointee.height, [output], [Int32(stride)]) == Int32(rows)
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
