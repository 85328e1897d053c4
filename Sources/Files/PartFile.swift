import CSignals
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A hidden file that is written aside until it gets another name: `.poise-`, 16 hexadecimal digits, `.part`.
///
/// It is locked while it is written. One that nobody has locked is what an ended process left, and is removed by the next
/// process that writes into the folder. A signal that ends the process removes it at once.
struct PartFile {
    let path: String
    let descriptor: Int32
    private let note: Int32

    private static let prefix = ".poise-"
    private static let suffix = ".part"
    private static let digits = 16

    /// Makes and locks a part.
    ///
    /// - Parameter folder: Empty for the working folder, or a path that ends in a slash.
    init(in folder: String) throws(FileError) {
        PartFile.sweep(folder)
        while true {
            // Another process may sweep it away before it is locked.
            guard let part = try PartFile(path: folder + PartFile.randomName()) else { continue }
            self = part
            return
        }
    }

    /// Makes and locks a part; `nil` when it was swept away at once.
    private init?(path: String) throws(FileError) {
        self.path = path
        // Before it is there, so that no signal can come between.
        note = poise_part_note(path)
        // Unlike `mkstemp`, this heeds the umask.
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

    /// Forgets the part, which has another name now.
    func forget() { poise_part_forget(note) }

    /// Removes the part.
    func remove() {
        unlink(path)
        forget()
    }

    /// Locks a part for as long as its descriptor is open; `false` when it was swept away. Where a file system has no
    /// locks, nothing is swept.
    private static func lock(_ descriptor: Int32) -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return false }
        var status = stat()
        return fstat(descriptor, &status) != 0 || status.st_nlink > 0
    }

    /// The folders that were swept.
    private static let swept = Mutex<Set<String>>([])

    /// Removes the parts of ended processes from a folder, the first time that it is asked for.
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
            // Its writer may have ended between the two calls, and given it its name.
            lstat(path, &named) == 0, named.st_ino == held.st_ino, named.st_dev == held.st_dev
        else { return }
        unlink(path)
    }
}

/// Has a file removed when a signal ends the process.
package func removeWhenEnded(_ path: String) { _ = poise_part_note(path) }
