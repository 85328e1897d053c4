import CExif

/// Reads the orientation from EXIF.
package enum EXIF {
    /// How an EXIF block begins in a JPEG file; in a PNG file these bytes are left out.
    package static let identification: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]

    /// The orientation that an EXIF block states. Upright when it states none or is damaged: it is a remark beside the
    /// image, and no reason to refuse it.
    ///
    /// - Parameter block: The block with its ``identification``.
    package static func orientation(_ block: UnsafeBufferPointer<UInt8>) -> Orientation {
        guard let data = exif_data_new() else { return .upright }
        defer { exif_data_unref(data) }
        // By default libexif corrects what breaks the standard; we want to see what is written.
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION)
        exif_data_load_data(data, block.baseAddress, UInt32(clamping: block.count))
        guard let entry = exif_content_get_entry(data.pointee.ifd.0, EXIF_TAG_ORIENTATION),
            entry.pointee.format == EXIF_FORMAT_SHORT, entry.pointee.size >= 2, let value = entry.pointee.data
        else { return .upright }
        return Orientation(rawValue: Int(exif_get_short(value, exif_data_get_byte_order(data)))) ?? .upright
    }
}
