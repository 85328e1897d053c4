import CFFmpeg
import Files
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
    /// What it is told besides at first; where that is refused, it is opened without.
    var preferences: [String: String] = [:]
    /// Bytes come from here, not from the URL.
    var descriptor: Int32?
    /// Whether pictures come when they are made, and wait for nobody: then they are decoded without delay rather than fast,
    /// and the oldest are lost when nobody takes them.
    var isLive = false
    /// Whether this is a camera, which is asked for pictures again and again rather than waited for.
    var isDevice = false

    /// A file by its path.
    ///
    /// The file may refer to others, playlists do; they must be local too. The name is taken as it stands, and not as a
    /// pattern of names.
    static func file(_ path: String, named name: String? = nil) -> Input {
        Input(
            place: name ?? path, url: "file:" + path,
            options: ["protocol_whitelist": "file,crypto,data", "pattern_type": "none"])
    }

    /// Refuses what is no file, in clearer words than FFmpeg's.
    func checkFile() throws(VideoError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw VideoError(isMissing ? .notFound : .cannotOpen(detail: systemError()), at: place)
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw VideoError(.isFolder, at: place) }
        guard status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFBLK else {
            throw VideoError(.cannotOpen(detail: "a pipe or device must be read as a stream"), at: place)
        }
        if status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { throw VideoError(.empty, at: place) }
    }

    /// Where a local file is.
    private var path: String { String(url.dropFirst("file:".count)) }

    /// Whether it is a local file.
    var isFile: Bool { url.hasPrefix("file:") }

    /// The error that stands behind another: a file that cannot be read may only lack its end.
    func cause(of error: VideoError) -> VideoError {
        error.kind == .badData && lacksIndex ? VideoError(.incomplete, at: place) : error
    }

    /// Whether it is an MP4 or QuickTime file whose index, the box `moov`, is cut off or not there.
    private var lacksIndex: Bool {
        guard isFile, let file = fopen(path, "rbe") else { return false }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        let end = ftell(file)
        var position = 0
        while position < end, fseek(file, position, SEEK_SET) == 0 {
            var header = [UInt8](repeating: 0, count: 16)
            let count = fread(&header, 1, 16, file)
            let name = header[4..<8]
            if position == 0, !name.elementsEqual("ftyp".utf8) { return false }
            guard count >= 8 else { return true }
            // A size of 1 stands for one of 64 bits after the name, and 0 for the rest of the file.
            var size = header[0..<4].reduce(0) { $0 << 8 | Int($1) }
            if size == 1, header[8] == 0 { size = header[8..<16].reduce(0) { $0 << 8 | Int($1) } }
            if size == 0 { size = end - position }
            guard size >= 8 else { return false }
            if name.elementsEqual("moov".utf8) { return size > end - position }
            guard size <= end - position else { return true }
            position += size
        }
        return true
    }
}
