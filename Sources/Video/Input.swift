import CFFmpeg
import Glibc

/// What FFmpeg is to open, and how.
struct Input: Sendable {
    /// For errors: as the caller named it.
    var place: String
    /// As FFmpeg names it.
    var url: String
    /// FFmpeg's name of the format where bytes do not tell it.
    var format: String?
    /// What FFmpeg is told about it.
    var options: [String: String] = [:]
    /// Bytes come from here, not from the URL.
    var descriptor: Int32?
    /// Whether this is a camera, which is asked for pictures again and again rather than waited for.
    var isDevice = false

    /// A file by its path.
    ///
    /// The file may refer to others, playlists do; they must be local too. The name is taken as it stands, and not as a
    /// pattern of names.
    static func file(_ path: String) -> Input {
        Input(
            place: path, url: "file:" + path,
            options: ["protocol_whitelist": "file,crypto,data", "pattern_type": "none"])
    }

    /// Refuses what is no file, in clearer words than FFmpeg's.
    func checkFile() throws(VideoError) {
        var status = stat()
        guard stat(place, &status) == 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw VideoError(isMissing ? .notFound : .cannotOpen(detail: systemError()), at: place)
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw VideoError(.isFolder, at: place) }
        if status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { throw VideoError(.empty, at: place) }
    }

    /// Whether it is a local file.
    var isFile: Bool { url.hasPrefix("file:") }

    /// Whether it is a file that begins with the mark of MP4 and QuickTime.
    var beginsAsMP4: Bool {
        guard isFile, let file = fopen(place, "rbe") else { return false }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 8)
        guard fread(&bytes, 1, 8, file) == 8 else { return false }
        return Array(bytes[4...]) == Array("ftyp".utf8)
    }
}
