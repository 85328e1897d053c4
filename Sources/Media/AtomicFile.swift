import Glibc

/// Writes files so that a reader sees the old content or the new one, never a part.
package enum AtomicFile {
    /// Writes bytes to a file: to a new one in the same folder, which then takes the old one's place.
    ///
    /// A new file is readable by all and writable by its owner, less the process's umask; one that is replaced hands on
    /// its permissions. A symbolic link stays, and the file it points to is replaced. What is not a regular file (a pipe,
    /// a device, `/dev/stdout`) is written to directly.
    ///
    /// - Throws: ``MediaError`` with the path. Whatever stood there before is still there then, and nothing else is.
    package static func write(_ bytes: [UInt8], to path: String) throws(MediaError) {
        do throws(MediaError) {
            var status = stat()
            let exists = stat(path, &status) == 0
            if exists, status.st_mode & S_IFMT == S_IFDIR {
                throw MediaError(.cannotCreate(detail: systemError(EISDIR)))
            }
            if exists, status.st_mode & S_IFMT != S_IFREG || namesDescriptor(path) {
                return try writeDirectly(bytes, to: path)
            }
            // Renaming asks only the folder's permissions; a file that is write-protected is to stay.
            if exists, access(path, W_OK) != 0 { throw cannotCreate() }
            try replace(exists ? resolved(path) : path, with: bytes, permissions: exists ? status.st_mode & 0o777 : nil)
        } catch {
            throw error.at(path)
        }
    }

    /// Whether the path stands for a file this process holds open: a shell may have redirected it to a regular file,
    /// which must be continued, not replaced.
    private static func namesDescriptor(_ path: String) -> Bool {
        ["/dev/stdout", "/dev/stderr"].contains(path) || path.hasPrefix("/dev/fd/")
            || path.hasPrefix("/proc/self/fd/")
    }

    private static func writeDirectly(_ bytes: [UInt8], to path: String) throws(MediaError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw cannotCreate() }
        try writeAndClose(bytes, descriptor)
    }

    private static func replace(
        _ path: String, with bytes: [UInt8], permissions: mode_t?
    ) throws(MediaError) {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let aside = "\(folder).poise-\(UInt64.random(in: .min ... .max))"
        // Unlike `mkstemp`, this heeds the umask.
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw cannotCreate() }
        do throws(MediaError) {
            if let permissions { fchmod(descriptor, permissions) }
            try writeAndClose(bytes, descriptor)
            guard rename(aside, path) == 0 else { throw cannotCreate() }
        } catch {
            unlink(aside)
            throw error
        }
    }

    private static func writeAndClose(_ bytes: [UInt8], _ descriptor: Int32) throws(MediaError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                let error = MediaError(.writeFailed(detail: systemError()))
                close(descriptor)
                throw error
            }
        }
        // Network file systems report a full disk only here.
        guard close(descriptor) == 0 else { throw MediaError(.writeFailed(detail: systemError())) }
    }

    /// The file that a chain of symbolic links leads to.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func cannotCreate() -> MediaError { MediaError(.cannotCreate(detail: systemError())) }
}
