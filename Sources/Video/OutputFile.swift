import CFFmpeg
import Glibc

/// Where a video is written: a new file beside the final one, which it replaces when all is done, or a pipe or device,
/// which is written to directly.
///
/// Readers of the final name see the old content or the new one, never a part; the rules are those of Media's files: a
/// replaced file hands on its permissions, and a symbolic link stays.
final class OutputFile {
    private let place: String
    private var descriptor: Int32
    /// Where the file is written and what it will be called; `nil` when it is written to directly.
    private var names: (aside: String, final: String)?
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    /// Whether FFmpeg may go back and write something else.
    var isSeekable: Bool { names != nil }

    init(path: String) throws(VideoError) {
        place = path
        var status = stat()
        let exists = stat(path, &status) == 0
        let type = status.st_mode & S_IFMT
        if exists, type == S_IFDIR { throw VideoError(.cannotCreate(detail: systemError(EISDIR)), at: path) }
        if exists, type != S_IFREG || Self.namesDescriptor(path) {
            descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        } else if exists, access(path, W_OK) != 0 {
            // Renaming asks only the folder's permissions; a file that is write-protected is to stay.
            descriptor = -1
        } else {
            let final = exists ? Self.resolved(path) : path
            let folder = final.lastIndex(of: "/").map { final[...$0] } ?? ""
            let aside = "\(folder).poise-\(UInt64.random(in: .min ... .max))"
            // Unlike `mkstemp`, this heeds the umask.
            descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            if descriptor >= 0 { names = (aside, final) }
            if descriptor >= 0, exists { fchmod(descriptor, status.st_mode & 0o777) }
        }
        guard descriptor >= 0 else { throw VideoError(.cannotCreate(detail: systemError()), at: path) }
        makeContext()
    }

    deinit {
        av_free(context?.pointee.buffer)
        avio_context_free(&context)
        if descriptor >= 0 { close(descriptor) }
        if let names { unlink(names.aside) }
    }

    /// Gives the file its final name. Everything must have been flushed into it.
    func commit() throws(VideoError) {
        let isClosed = close(descriptor) == 0
        descriptor = -1
        // Network file systems report a full disk only here.
        guard isClosed else { throw VideoError(.writeFailed(detail: systemError()), at: place) }
        guard let names else { return }
        guard rename(names.aside, names.final) == 0 else {
            throw VideoError(.cannotCreate(detail: systemError()), at: place)
        }
        self.names = nil
    }

    private func makeContext() {
        let size = 1 << 16
        context = avio_alloc_context(
            av_malloc(size)?.assumingMemoryBound(to: UInt8.self), Int32(size), 1,
            Unmanaged.passUnretained(self).toOpaque(), nil,
            { output, bytes, count in
                guard let output, let bytes else { return poise_error_of_system(EINVAL) }
                return Unmanaged<OutputFile>.fromOpaque(output).takeUnretainedValue().write(bytes, Int(count))
            },
            !isSeekable
                ? nil
                : { output, offset, origin in
                    guard let output else { return -1 }
                    let file = Unmanaged<OutputFile>.fromOpaque(output).takeUnretainedValue()
                    return file.seek(offset, origin)
                })
    }

    private func write(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
        var written = 0
        while written < count {
            let result = withoutPipeSignal { Glibc.write(descriptor, bytes + written, count - written) }
            if result >= 0 {
                written += result
            } else if errno != EINTR {
                return poise_error_of_system(errno)
            }
        }
        return Int32(count)
    }

    private func seek(_ offset: Int64, _ origin: Int32) -> Int64 {
        if origin & AVSEEK_SIZE != 0 {
            var status = stat()
            return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : Int64(poise_error_of_system(errno))
        }
        let position = lseek(descriptor, Int(offset), origin & 3)
        return position >= 0 ? Int64(position) : Int64(poise_error_of_system(errno))
    }

    /// Whether the path stands for a file this process holds open: a shell may have redirected it to a regular file,
    /// which must be continued, not replaced.
    private static func namesDescriptor(_ path: String) -> Bool {
        ["/dev/stdout", "/dev/stderr"].contains(path) || path.hasPrefix("/dev/fd/")
            || path.hasPrefix("/proc/self/fd/")
    }

    /// The file that a chain of symbolic links leads to.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

/// Runs a call that writes. A pipe whose reader went away makes it fail, and does not end the process by a signal.
private func withoutPipeSignal(_ body: () -> Int) -> Int {
    var pipe = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    var usual = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipe, &usual)
    let result = body()
    let code = errno
    if result < 0, code == EPIPE {
        // The signal that waits for this thread is taken before it can arrive.
        var none = timespec()
        sigtimedwait(&pipe, nil, &none)
    }
    pthread_sigmask(SIG_SETMASK, &usual, nil)
    errno = code
    return result
}
