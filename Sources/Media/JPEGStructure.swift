/// What the markers of a JPEG file tell without decoding it (ITU-T T.81, annex B).
struct JPEGStructure {
    /// Whether the end-of-image marker is there. TurboJPEG fills the missing part of a file with grey and reports but
    /// the first of all warnings, so that this cannot be learnt from it.
    private(set) var isComplete = false
    /// The EXIF block, with its six bytes of identification; `nil` when there is none.
    private(set) var exif: UnsafeBufferPointer<UInt8>?

    /// Walks from marker to marker. Bytes between segments are passed over, as by every decoder.
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

    /// The code of the marker at or after a position, which moves behind it.
    private static func nextMarker(in file: UnsafeBufferPointer<UInt8>, from position: inout Int) -> UInt8? {
        while position + 1 < file.count {
            defer { position += 1 }
            guard file[position] == 0xFF else { continue }
            let code = file[position + 1]
            // In compressed data 0 follows a byte 255 that is no marker; before a marker 255 may be repeated.
            guard code != 0, code != 0xFF else { continue }
            position += 1
            return code
        }
        return nil
    }

    private enum Marker {
        static let application1: UInt8 = 0xE1
        static let endOfImage: UInt8 = 0xD9
        /// Restarts, the start of the image and TEM: markers that no length follows.
        static let standalone: Set<UInt8> = [0x01, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8]
    }
}
