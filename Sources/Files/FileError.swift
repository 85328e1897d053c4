#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a file was not written.
package struct FileError: Error, Equatable, Sendable {
    /// What was tried.
    package enum Step: Sendable {
        /// To make the file, to open it, or to give it its name.
        case create
        /// To put bytes into it: the disk is full, or a reader went away.
        case write
    }

    package let step: Step
    /// The system's number of the error, as in `errno`.
    package let code: Int32

    package init(_ step: Step, code: Int32 = errno) {
        self.step = step
        self.code = code
    }

    /// Whether the reader of a pipe went away.
    package var isClosedPipe: Bool { code == EPIPE }

    /// The system's words for it.
    package var detail: String { systemError(code) }
}

/// The system's words for an error, by default that of the last call.
package func systemError(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
