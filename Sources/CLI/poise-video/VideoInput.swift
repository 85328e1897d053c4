import PoiseCommandSupport
import PoiseVideo

/// A video that a command reads: a file, or standard input, which is copied to an unlinked temporary file.
struct VideoInput {
    /// The name in JSON: the path that the user named, or `-`.
    let file: String
    /// The name in messages.
    let name: String
    /// The path by which the video is opened.
    let path: String

    init(_ file: String) throws(Failure) {
        self.file = file
        name = StandardInput.name(of: file)
        path = file == "-" ? try StandardInput.keep() : file
    }

    /// Opens the video.
    func open() throws(Failure) -> VideoFile {
        do { return try VideoFile(path: path, named: name) } catch {
            throw error.reason == .notFound ? Failure.missing(file) : Failure(error)
        }
    }
}
