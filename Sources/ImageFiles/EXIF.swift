import PoiseImaging
import CPoiseExif

/// A reader of the orientation in EXIF metadata.
package enum EXIF {
    /// The first bytes of an EXIF block in a JPEG file; in a PNG file they are omitted.
    package static let identification: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]

    /// Returns the orientation that an EXIF block states; upright if it states none or is damaged, since metadata is no
    /// reason to refuse an image.
    ///
    /// - Parameter block: The block with its ``identification``.
    package static func orientation(_ block: UnsafeBufferPointer<UInt8>) -> Orientation {
        guard let data = exif_data_new() else { return .upright }
        defer { exif_data_unref(data) }
        // By default libexif corrects values that violate the standard; the stored values are needed.
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION)
        exif_data_load_data(data, block.baseAddress, UInt32(clamping: block.count))
        guard let entry = exif_content_get_entry(data.pointee.ifd.0, EXIF_TAG_ORIENTATION),
            entry.pointee.format == EXIF_FORMAT_SHORT, entry.pointee.size >= 2, let value = entry.pointee.data
        else { return .upright }
        return Orientation(exif: Int(exif_get_short(value, exif_data_get_byte_order(data)))) ?? .upright
    }
}
