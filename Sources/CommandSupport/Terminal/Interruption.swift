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
    ///
    /// - Parameter signals: What counts as Ctrl-C; each ends the process when it comes a second time.
    package static func listen(to signals: [Int32] = [SIGINT]) {
        _ = isRequested  // makes the flag before a signal can come
        for number in signals {
            signal(number) { number in
                Interruption.flag.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    /// Does something once, when it is asked for, unless the task that is returned is cancelled before.
    package static func whenRequested(_ action: @escaping @Sendable () -> Void) -> Task<Void, Never> {
        Task.detached {
            while !isRequested {
                // A signal's handler can do no more than set a flag, so that somebody has to look.
                do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
            }
            action()
        }
    }
}
