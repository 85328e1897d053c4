/// The formats of video files that are written.
public enum VideoFileFormat: Sendable, Equatable, CaseIterable {
    /// MP4, which every player reads.
    case mp4
    /// QuickTime, which holds uncompressed sound, too.
    case quickTime
    /// Matroska, which holds every kind of sound.
    case matroska

    /// The format that belongs to a file name's extension, in capitals or not; `nil` when none does.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "mp4", "m4v": self = .mp4
        case "mov": self = .quickTime
        case "mkv": self = .matroska
        default: return nil
        }
    }

    /// FFmpeg's name for it.
    var muxerName: String {
        switch self {
        case .mp4: "mp4"
        case .quickTime: "mov"
        case .matroska: "matroska"
        }
    }
}
