#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes all of the bytes to an open file, pipe or terminal.
///
/// A pipe whose reader went away is an error (`EPIPE`) and does not end the process by a signal, whatever the process has
/// arranged for that.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(FileError) {
    var written = 0
    while written < bytes.count {
        let count = withoutPipeSignal {
            write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        }
        if count >= 0 {
            written += count
        } else if errno == EAGAIN {
            // Another program has put the pipe or terminal, which it shares, into this mode.
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&ready, 1, -1)
        } else if errno != EINTR {
            throw FileError(.write)
        }
    }
}

/// Writes all of the bytes, as above.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(FileError) in
        try writeAll(UnsafeRawBufferPointer(bytes), to: descriptor)
    }
}

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
