/// A storage trait of a video that affects measurements.
public enum VideoTrait: String, Sendable, Hashable, CaseIterable, Codable {
    /// Each frame consists of two fields, taken at different times.
    case interlaced
    /// The colors are of high dynamic range (PQ or HLG), and are mapped to the standard range.
    case highDynamicRange
}

extension ReportCard.Line {
    static func format(_ traits: Set<VideoTrait>) -> ReportCard.Line {
        var parts: [String] = []
        if traits.contains(.interlaced) { parts.append("interlaced: each frame shows two moments") }
        if traits.contains(.highDynamicRange) {
            parts.append("high dynamic range, mapped to the standard range")
        }
        return line(
            .format, traits.contains(.interlaced) ? .fair : .good,
            parts.isEmpty ? "progressive, standard dynamic range" : parts.joined(separator: "; "),
            "Deinterlace first (ffmpeg -i video -vf bwdif deinterlaced.mp4), or record progressive video.")
    }
}
