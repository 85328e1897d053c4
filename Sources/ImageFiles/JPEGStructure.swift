/// The properties of a JPEG file from its markers, without decoding (ITU-T T.81, annex B).
struct JPEGStructure {
    /// Whether the file has an end-of-image marker. TurboJPEG fills the missing part of a file with gray and reports only the
    /// first of all warnings, so it cannot be asked.
    private(set) var isComplete = false
    /// The EXIF block, with its six bytes of identification; `nil` if there is none.
    private(set) var exif: UnsafeBufferPointer<UInt8>?

    /// Reads the markers of a file. Bytes between segments are ignored, as by every decoder.
    init(_ file: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while let marker = Self.nextMarker(in: file, from: &position) {
            if marker == Marker.endOfImage {
                isComplete = true
                return
            }
            if Marker.standalone.contains(marker) { continue }
            guard position + 2 <= file.count else { return }
            let length = Int(file[position]) << 8 | Int(file[position + 1])
            let end = position + max(length, 2)
            guard end <= file.count else { return }
            let payload = UnsafeBufferPointer(rebasing: file[position + 2..<end])
            if marker == Marker.application1, exif == nil, payload.starts(with: EXIF.identification) {
                exif = payload
            }
            position = end
        }
    }

    /// Returns the code of the marker at or after a position, and moves the position behind it.
    private static func nextMarker(in file: UnsafeBufferPointer<UInt8>, from position: inout Int) -> UInt8? {
        while position + 1 < file.count {
            defer { position += 1 }
            guard file[position] == 0xFF else { continue }
            let code = file[position + 1]
            // In compressed data a byte 255 that begins no marker is followed by 0; before a marker 255 may be repeated.
            guard code != 0, code != 0xFF else { continue }
            position += 1
            return code
        }
        return nil
    }

    private enum Marker {
        static let application1: UInt8 = 0xE1
        static let endOfImage: UInt8 = 0xD9
        /// The markers without a length: restarts, the start of the image and TEM.
        static let standalone: Set<UInt8> = [0x01, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8]
    }
}
