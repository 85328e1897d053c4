#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What stands at a path.
enum PathKind {
    case missing, folder, file

    init(_ path: String) {
        var status = stat()
        if stat(path, &status) != 0 {
            self = .missing
        } else {
            self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
        }
    }
}
