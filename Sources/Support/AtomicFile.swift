import PoiseLibC
import CPoiseSignals
import Synchronization

/// A file that is written under a temporary name and gets its own name when it is complete, so that a reader sees the old
/// content or the new one, never a part. If it is released before that, the old content stays, and no other file.
///
/// A new file is readable by all and writable by its owner, less the process's umask; a replaced file passes on its
/// permissions. A symbolic link stays, and its target is replaced. Pipes, devices and other special files (`/dev/stdout`)
/// are written to directly.
package final class AtomicFile {
    private let path: String
    private var descriptor: Int32
    /// The temporary file and the final path; `nil` if the file is written to directly.
    private var names: (aside: PartFile, final: String)?

    /// Whether the file is written under a temporary name: then it can be sought and overwritten.
    package var isAside: Bool { names != nil }

    /// Begins a file.
    package init(path: String) throws(FileError) {
        self.path = path
        var status = stat()
        let exists = stat(path, &status) == 0
        let type = status.st_mode & S_IFMT
        if exists, type == S_IFDIR { throw FileError(.create, code: EISDIR) }
        if exists, type != S_IFREG || AtomicFile.namesDescriptor(path) {
            descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(.create) }
            return
        }
        // Renaming checks only the folder's permissions; a write-protected file must stay.
        if exists, access(path, W_OK) != 0 { throw FileError(.create) }
        let isLink = exists && AtomicFile.type(of: path, followingLinks: false) == S_IFLNK
        let final = isLink ? AtomicFile.resolved(path) : path
        let folder = final.lastIndex(of: "/").map { String(final[...$0]) } ?? ""
        let part = try PartFile(in: folder)
        descriptor = part.descriptor
        names = (part, final)
        if exists { fchmod(descriptor, status.st_mode & 0o777) }
    }

    deinit {
        // Removed before the descriptor is closed: as long as it is locked, no other process removes it.
        names?.aside.remove()
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes bytes at the current position.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) { try writeAll(bytes, to: descriptor) }

    /// Writes bytes at the current position.
    package func write(_ bytes: [UInt8]) throws(FileError) { try writeAll(bytes, to: descriptor) }

    /// Moves the position in a file that is written under a temporary name.
    ///
    /// - Parameters:
    ///   - offset: The offset from the origin, bytes.
    ///   - origin: `SEEK_SET`, `SEEK_CUR` or `SEEK_END`.
    /// - Returns: The new position, bytes from the beginning.
    package func seek(_ offset: Int64, from origin: Int32) throws(FileError) -> Int64 {
        let place = lseek(descriptor, off_t(offset), origin)
        guard place >= 0 else { throw FileError(.write) }
        return Int64(place)
    }

    /// Returns the size of the file, bytes.
    package func byteCount() throws(FileError) -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.write) }
        return Int64(status.st_size)
    }

    /// Completes the file and gives it its name.
    ///
    /// An incomplete file never replaces a regular file: if there is one, the incomplete file is written beside it, under
    /// the name that ``partialPath(of:)`` returns.
    /// - Parameter isComplete: Whether the whole content was written.
    /// - Returns: The path that has the content.
    @discardableResult
    package func commit(isComplete: Bool = true) throws(FileError) -> String {
        // The lock lasts until the file has its name.
        let lock = dup(descriptor)
        defer { if lock >= 0 { close(lock) } }
        let isClosed = close(descriptor) == 0
        descriptor = -1
        // Network file systems report a full disk only here.
        guard isClosed else { throw FileError(.write) }
        guard let names else { return path }
        let isKept = !isComplete && AtomicFile.type(of: names.final) == S_IFREG
        let place = isKept ? AtomicFile.partialPath(of: names.final) : names.final
        guard rename(names.aside.path, place) == 0 else { throw FileError(.create) }
        names.aside.forget()
        self.names = nil
        return isKept ? place : path
    }

    /// Returns the path under which an incomplete file is written beside a complete one: `squats.partial.jsonl` for
    /// `squats.jsonl`. A leading dot marks a hidden file and begins no extension.
    package static func partialPath(of path: String) -> String {
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let name = path[start...]
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return path + ".partial" }
        return "\(path[..<dot]).partial\(path[dot...])"
    }

    /// Returns the type of the file at a path, the bits of `S_IFMT`; 0 if there is none.
    private static func type(of path: String, followingLinks: Bool = true) -> mode_t {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return 0 }
        return status.st_mode & S_IFMT
    }

    /// Writes a whole file.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let file = try AtomicFile(path: path)
        try file.write(bytes)
        try file.commit()
    }

    /// Returns whether the path names an open descriptor of this process: a shell may have redirected it to a regular file,
    /// which must be appended to, not replaced.
    private static func namesDescriptor(_ path: String) -> Bool {
        ["/dev/stdout", "/dev/stderr"].contains(path) || path.hasPrefix("/dev/fd/")
            || path.hasPrefix("/proc/self/fd/")
    }

    /// Returns the target of a chain of symbolic links.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

/// A hidden temporary file that is renamed when it is complete: `.poise-`, 16 hexadecimal digits, `.part`.
///
/// It is locked while it is written. An unlocked one was left by an ended process, and is removed by the next process that
/// writes into the folder. A signal that ends the process removes it at once.
private struct PartFile {
    let path: String
    let descriptor: Int32
    private let note: Int32

    private static let prefix = ".poise-"
    private static let suffix = ".part"
    private static let digits = 16

    /// Creates and locks a temporary file.
    ///
    /// - Parameter folder: The path of the folder with a slash at the end; empty for the working folder.
    init(in folder: String) throws(FileError) {
        PartFile.sweep(folder)
        while true {
            // Another process may remove it before it is locked.
            guard let part = try PartFile(path: folder + PartFile.randomName()) else { continue }
            self = part
            return
        }
    }

    /// Creates and locks a temporary file; `nil` if another process removed it before it was locked.
    private init?(path: String) throws(FileError) {
        self.path = path
        // Registered before it is created, so that no signal can arrive in between.
        note = poise_part_note(path)
        // Unlike `mkstemp`, this applies the umask.
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let error = FileError(.create)
            poise_part_forget(note)
            throw error
        }
        guard PartFile.lock(descriptor) else {
            close(descriptor)
            poise_part_forget(note)
            return nil
        }
    }

    private static func randomName() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return prefix + String(repeating: "0", count: PartFile.digits - digits.count) + digits + suffix
    }

    /// Unregisters the file after it was renamed.
    func forget() { poise_part_forget(note) }

    /// Removes the file.
    func remove() {
        unlink(path)
        forget()
    }

    /// Locks a file for as long as its descriptor is open; returns `false` if another process has removed it. On a file
    /// system without locks no files are removed.
    private static func lock(_ descriptor: Int32) -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return false }
        var status = stat()
        return fstat(descriptor, &status) != 0 || status.st_nlink > 0
    }

    /// The folders from which files of ended processes were removed.
    private static let swept = Mutex<Set<String>>([])

    /// Removes the temporary files of ended processes from a folder, on the first call for it.
    private static func sweep(_ folder: String) {
        guard swept.withLock({ $0.insert(folder).inserted }), let entries = opendir(folder.isEmpty ? "." : folder)
        else { return }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
                    String(cString: $0)
                }
            }
            if isPart(name) { removeIfLeft(folder + name) }
        }
    }

    private static func isPart(_ name: String) -> Bool {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
        let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
        return digits.utf8.count == PartFile.digits && digits.allSatisfy(\.isHexDigit)
    }

    private static func removeIfLeft(_ path: String) {
        let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var (held, named) = (stat(), stat())
        guard fstat(descriptor, &held) == 0, held.st_mode & S_IFMT == S_IFREG,
            flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            // Its writer may have renamed it between the two calls.
            lstat(path, &named) == 0, named.st_ino == held.st_ino, named.st_dev == held.st_dev
        else { return }
        unlink(path)
    }
}

/// Registers a file that is removed if a signal ends the process.
package func removeWhenEnded(_ path: String) { _ = poise_part_note(path) }
