import PoiseLibC

/// Writes all of the bytes to an open file, pipe or terminal.
///
/// A pipe without a reader is an error (`EPIPE`) and does not end the process by a signal, whatever the process's handler of
/// `SIGPIPE` is.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(FileError) {
    var written = 0
    while written < bytes.count {
        let count = withoutPipeSignal {
            write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        }
        if count >= 0 {
            written += count
        } else if errno == EAGAIN {
            // Another program that shares the pipe or terminal has made it non-blocking.
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&ready, 1, -1)
        } else if errno != EINTR {
            throw FileError(.write)
        }
    }
}

/// Writes all of the bytes to an open file, pipe or terminal.
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
        // The pending signal of this thread is consumed before it can be delivered.
        var none = timespec()
        sigtimedwait(&pipe, nil, &none)
    }
    pthread_sigmask(SIG_SETMASK, &usual, nil)
    errno = code
    return result
}

/// An error of writing a file.
package struct FileError: Error, Equatable, Sendable {
    /// The steps of writing a file.
    package enum Step: Sendable {
        /// Creating, opening or renaming the file.
        case create
        /// Writing bytes: the disk is full, or a pipe was closed.
        case write
    }

    package let step: Step
    /// The system's error code, as in `errno`.
    package let code: Int32

    package init(_ step: Step, code: Int32 = errno) {
        self.step = step
        self.code = code
    }

    /// Whether the reader has closed the pipe.
    package var isClosedPipe: Bool { code == EPIPE }

    /// The system's message.
    package var detail: String { systemError(code) }
}

/// Returns the system's message for an error, by default that of the last call.
package func systemError(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
