import PoiseLibC

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
