/// AVI files with mu-law sound, which MP4 files do not hold. FFmpeg 9 also puts uncompressed samples into MP4 files.
enum AVI {
    /// Returns a file of JPEG images, 25 per second, with silence of the same duration, 8,000 samples per second.
    static func file(_ pictures: [[UInt8]], width: Int, height: Int) -> [UInt8] {
        let (period, rate, samples) = (40_000, 8000, 320)
        let count = pictures.count
        let main = numbers(period, 0, 0, 0x10, count, 0, 2, 0, width, height, 0, 0, 0, 0)
        let video = list(
            "strl",
            chunk("strh", tag("vids") + tag("MJPG") + numbers(0, 0, 0, 1, 25, 0, count, 0, -1, 0, 0, 0))
                + chunk(
                    "strf",
                    numbers(40, width, height, 24 << 16 | 1) + tag("MJPG") + numbers(width * height * 3, 0, 0, 0, 0)))
        // Format 7 is mu-law: one channel of 8 bits.
        let audio = list(
            "strl",
            chunk("strh", tag("auds") + numbers(0, 0, 0, 0, 1, rate, 0, count * samples, 0, -1, 1, 0, 0))
                + chunk("strf", numbers(1 << 16 | 7, rate, rate, 8 << 16 | 1)))
        let silence = [UInt8](repeating: 0xFF, count: samples)
        let movie = pictures.flatMap { chunk("00dc", $0) + chunk("01wb", silence) }
        let body = list("hdrl", chunk("avih", main) + video + audio) + list("movi", movie)
        return chunk("RIFF", tag("AVI ") + body)
    }

    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        tag(name) + numbers(bytes.count) + bytes + [UInt8](repeating: 0, count: bytes.count % 2)
    }

    private static func list(_ name: String, _ bytes: [UInt8]) -> [UInt8] { chunk("LIST", tag(name) + bytes) }

    private static func tag(_ name: String) -> [UInt8] { Array(name.utf8) }

    /// Returns the bytes of a 32-bit number, the lowest byte first.
    private static func numbers(_ values: Int...) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }
}
