import Foundation

/// MP4 files with the index first, so that their beginning can be played.
enum IndexFirst {
    /// Returns a file with its box `moov` moved before the media; 32-bit offsets are adjusted.
    static func file(_ bytes: [UInt8]) throws -> [UInt8] {
        var boxes: [(name: String, range: Range<Int>)] = []
        var position = 0
        while position + 8 <= bytes.count {
            let size = number(bytes, at: position)
            guard size >= 8, position + size <= bytes.count else { throw CocoaError(.fileReadCorruptFile) }
            let name = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            boxes.append((name, position..<position + size))
            position += size
        }
        guard let index = boxes.firstIndex(where: { $0.name == "moov" }),
            let media = boxes.firstIndex(where: { $0.name == "mdat" }), media < index
        else { throw CocoaError(.fileReadCorruptFile) }
        var moov = Array(bytes[boxes[index].range])
        guard let table = Data(moov).range(of: Data("stco".utf8)) else { throw CocoaError(.fileReadCorruptFile) }
        // After version and flags: the count of offsets.
        for entry in 0..<number(moov, at: table.upperBound + 4) {
            let place = table.upperBound + 8 + 4 * entry
            let moved = number(moov, at: place) + moov.count
            for byte in 0..<4 { moov[place + byte] = UInt8(truncatingIfNeeded: moved >> (24 - 8 * byte)) }
        }
        let before = boxes[..<media].flatMap { bytes[$0.range] }
        let after = boxes[media...].filter { $0.name != "moov" }.flatMap { bytes[$0.range] }
        return before + moov + after
    }

    private static func number(_ bytes: [UInt8], at position: Int) -> Int {
        bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
