import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ctrl-C: the first asks long work to stop with what it has, the second ends the process.
package enum Interruption {
    private static let flag = Atomic<Bool>(false)

    /// Whether it was asked for.
    package static var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Begins to listen.
    package static func listen() {
        _ = isRequested  // makes the flag before a signal can come
        signal(SIGINT) { _ in
            Interruption.flag.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
    }
}
