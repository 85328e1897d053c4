import CPoiseSignals
import Synchronization

import PoiseLibC

/// A hidden temporary file that is renamed when it is complete: `.poise-`, 16 hexadecimal digits, `.part`.
///
/// It is locked while it is written. An unlocked one was left by an ended process, and is removed by the next process that
/// writes into the folder. A signal that ends the process removes it at once.
struct PartFile {
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
