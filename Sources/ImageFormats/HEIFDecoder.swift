import PoiseGeometry
import CPoiseHeif
public import PoiseImaging
public import PoiseImageFiles

/// A decoder of HEIC and AVIF with libheif, for the primary image, which may be a grid of tiles, as written by phones.
///
/// The crops, rotations and mirrors of the file are applied. EXIF orientation is not: it repeats them (ISO/IEC 23008-12,
/// annex A.2.4 leaves it without effect). More than 8 bits are reduced to 8.
public struct HEIFDecoder: ImageDecoder {
    /// Creates a decoder.
    public init() {}

    /// Returns whether the file is HEIC or AVIF.
    public func recognizes(_ beginning: [UInt8]) -> Bool {
        [.heic, .avif].contains(ImageFileFormat(recognizing: beginning))
    }

    /// Decodes the primary image.
    public func image(_ file: [UInt8], maximumPixels: Int) throws(MediaError) -> Image {
        let format = ImageFileFormat(recognizing: file) ?? .heic
        return try file.withUnsafeBufferPointer { (file) throws(MediaError) in
            let reader = try HEIFReader(file, format)
            return try reader.image(maximumPixels: maximumPixels)
        }
    }
}

/// An open file of libheif.
private final class HEIFReader {
    private let context: OpaquePointer
    private let format: ImageFileFormat

    /// - Parameter file: The whole file, which must outlive the reader.
    init(_ file: UnsafeBufferPointer<UInt8>, _ format: ImageFileFormat) throws(MediaError) {
        guard let context = heif_context_alloc() else { throw MediaError(.malformed(format, detail: "out of memory")) }
        self.context = context
        self.format = format
        try check(heif_context_read_from_memory_without_copy(context, file.baseAddress, file.count, nil))
    }

    deinit { heif_context_free(context) }

    func image(maximumPixels: Int) throws(MediaError) -> Image {
        var handle: OpaquePointer?
        defer { heif_image_handle_release(handle) }
        try check(heif_context_get_primary_image_handle(context, &handle))
        let size = ImageSize(
            width: Int(heif_image_handle_get_width(handle)), height: Int(heif_image_handle_get_height(handle)))
        try size.check(maximumPixels: maximumPixels)

        let options = heif_decoding_options_alloc()
        defer { heif_decoding_options_free(options) }
        options?.pointee.convert_hdr_to_8bit = 1
        var decoded: OpaquePointer?
        defer { heif_image_release(decoded) }
        try check(heif_decode_image(handle, &decoded, heif_colorspace_RGB, heif_chroma_interleaved_RGB, options))
        var stride: Int32 = 0
        // The header may state another size than that of the compressed image.
        guard let decoded, let rows = heif_image_get_plane_readonly(decoded, heif_channel_interleaved, &stride),
            heif_image_get_width(decoded, heif_channel_interleaved) == size.width,
            heif_image_get_height(decoded, heif_channel_interleaved) == size.height
        else { throw MediaError(.malformed(format, detail: "the decoded image has another size than stated")) }
        return try Image(rows: rows, stride: Int(stride), bytesOfPixel: 3, size: size, from: format)
    }

    private func check(_ error: heif_error) throws(MediaError) {
        guard error.code != heif_error_Ok else { return }
        if error.subcode == heif_suberror_End_of_data { throw MediaError(.truncated(format)) }
        throw MediaError(.malformed(format, detail: error.message.map { String(cString: $0) } ?? "unknown"))
    }
}
