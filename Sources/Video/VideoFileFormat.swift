/// The output formats of video files.
public enum VideoFileFormat: Sendable, Equatable, CaseIterable {
    /// MP4, which every player reads.
    case mp4
    /// QuickTime, which also holds uncompressed sound.
    case quickTime
    /// Matroska, which holds every kind of sound.
    case matroska

    /// Creates the format of a file name's extension, ignoring case; `nil` for other extensions.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "mp4", "m4v": self = .mp4
        case "mov": self = .quickTime
        case "mkv": self = .matroska
        default: return nil
        }
    }

    /// FFmpeg's name of the format.
    var muxerName: String {
        switch self {
        case .mp4: "mp4"
        case .quickTime: "mov"
        case .matroska: "matroska"
        }
    }
}
