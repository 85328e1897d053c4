import Synchronization

/// The newest of values that come one after another, for readers of any speed: each waits for a value newer than the one
/// it had, and a slow reader never gets an old one. Whoever puts values in waits for nobody.
package final class Newest<Value: Sendable>: Sendable {
    /// A value, and how many came before it.
    package typealias Numbered = (number: Int, value: Value)

    private struct State {
        var newest: Numbered?
        var hasEnded = false
        /// Readers who have the newest value, under numbers of their own.
        var waiting: [Int: CheckedContinuation<Numbered?, Never>] = [:]
        var readers = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Puts the next value in the place of the last.
    package func put(_ value: Value) {
        let (waiting, numbered) = state.withLock { state in
            let numbered = (number: (state.newest?.number ?? -1) + 1, value: value)
            state.newest = numbered
            defer { state.waiting = [:] }
            return (state.waiting, numbered)
        }
        for reader in waiting.values { reader.resume(returning: numbered) }
    }

    /// No more values come.
    package func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for reader in waiting.values { reader.resume(returning: nil) }
    }

    /// Whether no more values come.
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// The newest value, once it is newer than the one of a number; `nil` after the end, and when the task is cancelled.
    ///
    /// - Parameter last: The number of the value that the reader had; `nil` before the first.
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
