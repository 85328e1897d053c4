import CSignals

/// Ctrl-C (SIGINT), SIGTERM and SIGHUP: the first of them asks long work to stop with what it has, the second ends the process
/// and leaves no part of a file. One that was ignored when the process began stays ignored.
package enum Interruption {
    /// Whether it was asked for.
    package static var isRequested: Bool { signal != 0 }

    /// The signal that asked for it; 0 before.
    static var signal: Int32 { poise_signal_received() }

    /// Begins to listen: from here on, the command looks whether it is asked to stop.
    package static func listen() { poise_signals_listen(true) }

    /// Has parts of files removed when a signal ends a command that does not listen.
    static func prepare() { poise_signals_listen(false) }

    /// Does something once, when it is asked for, unless the task that is returned is cancelled before.
    package static func whenRequested(_ action: @escaping @Sendable () -> Void) -> Task<Void, Never> {
        Task.detached {
            while !isRequested {
                // A signal's handler can do no more than set a flag, so that it has to be looked at.
                do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
            }
            action()
        }
    }
}
