import CPoiseSignals

/// The interruption of a command by Ctrl-C (SIGINT), SIGTERM or SIGHUP.
///
/// The first signal requests that long work stops and keeps its results; the second ends the process and leaves no partial
/// file. A signal that was ignored when the process began stays ignored.
package enum Interruption {
    /// Whether a signal has requested the interruption.
    package static var isRequested: Bool { signal != 0 }

    /// The signal that requested the interruption; 0 before.
    static var signal: Int32 { poise_signal_received() }

    /// Begins to catch signals: from here on, the command polls ``isRequested``.
    package static func listen() { poise_signals_listen(true) }

    /// Removes partial files when a signal ends a command that does not catch signals.
    static func prepare() { poise_signals_listen(false) }

    /// Runs an action once on interruption, unless the returned task is canceled before.
    package static func whenRequested(_ action: @escaping @Sendable () -> Void) -> Task<Void, Never> {
        Task.detached {
            while !isRequested {
                // A signal handler can only set a flag, so the flag is polled.
                do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
            }
            action()
        }
    }
}
