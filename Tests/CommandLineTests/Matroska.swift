/// Matroska files, which can hold arbitrary times.
enum Matroska {
    /// Returns a file of JPEG images at given times, which are rounded to a millisecond.
    static func file(_ pictures: [[UInt8]], width: Int, height: Int, at times: [Duration]) -> [UInt8] {
        let head = element(
            [0x1A, 0x45, 0xDF, 0xA3],
            element([0x42, 0x82], Array("matroska".utf8)) + number([0x42, 0x87], 4) + number([0x42, 0x85], 2))
        let info = element([0x15, 0x49, 0xA9, 0x66], number([0x2A, 0xD7, 0xB1], 1_000_000))
        let size = element([0xE0], number([0xB0], width) + number([0xBA], height))
        let track = element(
            [0xAE],
            number([0xD7], 1) + number([0x73, 0xC5], 1) + number([0x83], 1)
                + element([0x86], Array("V_MJPEG".utf8)) + size)
        let clusters = zip(pictures, times).flatMap { picture, time in
            // A simple block of track 1 at the cluster's time, a key frame.
            element(
                [0x1F, 0x43, 0xB6, 0x75],
                number([0xE7], Int(time / .milliseconds(1))) + element([0xA3], [0x81, 0, 0, 0x80] + picture))
        }
        return head + element([0x18, 0x53, 0x80, 0x67], info + element([0x16, 0x54, 0xAE, 0x6B], track) + clusters)
    }

    private static func element(_ id: [UInt8], _ content: [UInt8]) -> [UInt8] {
        // A length of eight bytes, seven of which are significant.
        id + [0x01] + (0..<7).map { UInt8(truncatingIfNeeded: content.count >> (48 - 8 * $0)) } + content
    }

    private static func number(_ id: [UInt8], _ value: Int) -> [UInt8] {
        element(id, (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) })
    }
}
