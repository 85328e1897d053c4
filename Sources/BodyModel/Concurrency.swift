import Dispatch
import Synchronization

/// A serial queue on which tasks compute, so that they do not block the threads of Swift's tasks.
actor WorkThread {
    private let executor: SerialQueueExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(label: String) { executor = SerialQueueExecutor(label: label) }

    /// Runs work on the queue, as a part of the calling task.
    func run<Result: Sendable>(_ work: @Sendable () -> Result) -> Result { work() }
}

/// An executor of an actor on a serial queue. (Linux has no `DispatchSerialQueue`, which would be one.)
final class SerialQueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// Memory and threads that one task at a time may use.
final class Guarded<Value>: Sendable {
    private let mutex: Mutex<Value>
    init(_ value: sending Value) { mutex = Mutex(value) }
    func withLock<Result>(_ body: (inout sending Value) -> sending Result) -> sending Result { mutex.withLock(body) }
}
