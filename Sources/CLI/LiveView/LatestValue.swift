import Synchronization

/// The latest value of a sequence, for readers of any speed.
///
/// Each reader waits for a value newer than the one it had, and a slow reader never gets an old one. The writer never
/// waits.
package final class LatestValue<Value: Sendable>: Sendable {
    /// A value and the number of values before it.
    package typealias Numbered = (number: Int, value: Value)

    private struct State {
        var newest: Numbered?
        var hasEnded = false
        /// The readers that have the newest value and wait for the next, by reader number.
        var waiting: [Int: CheckedContinuation<Numbered?, Never>] = [:]
        var readers = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Replaces the value and resumes the waiting readers.
    package func put(_ value: Value) {
        let (waiting, numbered) = state.withLock { state in
            let numbered = (number: (state.newest?.number ?? -1) + 1, value: value)
            state.newest = numbered
            defer { state.waiting = [:] }
            return (state.waiting, numbered)
        }
        for reader in waiting.values { reader.resume(returning: numbered) }
    }

    /// Ends the sequence.
    package func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for reader in waiting.values { reader.resume(returning: nil) }
    }

    /// Whether the sequence has ended.
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// Returns the newest value as soon as it is newer than the value of a number; `nil` after the end or if the task is
    /// canceled.
    ///
    /// - Parameter last: The number of the reader's last value; `nil` before the first.
    package func next(after last: Int?) async -> Numbered? {
        let reader = state.withLock { state in
            state.readers += 1
            return state.readers
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: Numbered?? = state.withLock { state in
                    if let newest = state.newest, newest.number > last ?? -1 { return .some(newest) }
                    if state.hasEnded || Task.isCancelled { return .some(nil) }
                    state.waiting[reader] = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: reader) }?.resume(returning: nil)
        }
    }
}
