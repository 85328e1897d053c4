import CFFmpeg
import Imaging

/// Turns decoded pictures into upright RGB.
///
/// The conversion is the one that OpenCV's `VideoCapture` asks of swscale, to the bit: it takes all colours for ITU-R
/// BT.601, whatever the file says, and this is what MediaPipe's networks see.
final class PictureConverter {
    private let orientation: Orientation
    private var context: OpaquePointer?
    /// RGB as stored; its rows are padded, since swscale converts whole groups of pixels.
    private var stored: UnsafeMutablePointer<AVFrame>?

    init(orientation: Orientation) { self.orientation = orientation }

    deinit {
        poise_scaler_free(context)
        av_frame_free(&stored)
    }

    /// The upright picture; `nil` when there is no memory or no conversion.
    func image(_ picture: UnsafeMutablePointer<AVFrame>) -> Image? {
        let width = Int(picture.pointee.width)
        let height = Int(picture.pointee.height)
        context = poise_scaler_cached(
            context, picture.pointee.width, picture.pointee.height, picture.pointee.format, picture.pointee.width,
            picture.pointee.height, AV_PIX_FMT_RGB24.rawValue, poise_scale_bicubic)
        guard let context else { return nil }
        let size = orientation.size(width: width, height: height)
        // Whole groups need no padding, and upright pictures no second place.
        let isDirect = orientation == .upright && width % 16 == 0
        guard isDirect || makeRoom(width: picture.pointee.width, height: picture.pointee.height) else { return nil }
        let count = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let output = buffer.baseAddress else { return }
            if isDirect {
                guard convert(picture, with: context, to: output, stride: width * 3) else { return }
            } else {
                guard let rows = stored?.pointee.data.0, let stride = stored?.pointee.linesize.0,
                    convert(picture, with: context, to: rows, stride: Int(stride))
                else { return }
                orientation.copy(rows, stride: Int(stride), width: width, height: height, to: output)
            }
            initialized = count
        }
        return try? Image(width: size.width, height: size.height, format: .rgb, pixels: pixels)
    }

    private func convert(
        _ picture: UnsafeMutablePointer<AVFrame>, with context: OpaquePointer, to output: UnsafeMutablePointer<UInt8>,
        stride: Int
    ) -> Bool {
        let planes = withUnsafeBytes(of: picture.pointee.data) { planes in
            planes.bindMemory(to: UnsafePointer<UInt8>?.self).map { $0 }
        }
        let strides = withUnsafeBytes(of: picture.pointee.linesize) { $0.bindMemory(to: Int32.self).map { $0 } }
        let height = picture.pointee.height
        return poise_scaler_run(context, planes, strides, height, [output], [Int32(stride)]) == height
    }

    private func makeRoom(width: Int32, height: Int32) -> Bool {
        if let stored, stored.pointee.width == width, stored.pointee.height == height { return true }
        av_frame_free(&stored)
        guard let frame = av_frame_alloc() else { return false }
        stored = frame
        frame.pointee.width = width
        frame.pointee.height = height
        frame.pointee.format = AV_PIX_FMT_RGB24.rawValue
        return av_frame_get_buffer(frame, 64) >= 0
    }
}
