import CommandSupport
import Video

/// A video that a command reads: a file, or standard input, which is kept in a file without a name.
struct VideoInput {
    /// As JSON has it: the path that the user named, or `-`.
    let file: String
    /// As messages have it.
    let name: String
    /// By which it is opened.
    let path: String

    init(_ file: String) throws(Failure) {
        self.file = file
        name = StandardInput.name(of: file)
        path = file == "-" ? try StandardInput.keep() : file
    }

    /// Opens it.
    func open() throws(Failure) -> VideoFile {
        do { return try VideoFile(path: path, named: name) } catch {
            throw error.reason == .notFound ? Failure.missing(file) : Failure(error)
        }
    }
}
