import PoiseLibC
import Synchronization

/// Work that is split into items, which any thread may run in any order.
protocol ParallelWork {
    /// Number of items.
    var itemCount: Int { get }
    /// Runs one item on the given worker; worker 0 is the calling thread.
    func run(item: Int, worker: Int)
}

extension ParallelWork {
    /// Runs an item of the work at an address.
    fileprivate static func run(_ work: UnsafeRawPointer, item: Int, worker: Int) {
        work.assumingMemoryBound(to: Self.self).pointee.run(item: item, worker: worker)
    }
}

/// A pool of threads that share the items of one job after another; the calling thread takes part.
///
/// The assignment of items to threads is not deterministic, so items must not depend on one another.
final class WorkerPool: Sendable {
    /// Number of threads that work, including the caller's.
    let threads: Int

    private let shared = Shared()
    private let handles: [pthread_t]

    /// Starts `threads - 1` threads.
    init(threads requested: Int) {
        var handles: [pthread_t] = []
        for worker in 1..<max(requested, 1) {
            // Balanced by takeRetainedValue in the thread itself.
            let start = Unmanaged.passRetained(Start(shared: shared, worker: worker))
            var handle = pthread_t()
            let status = pthread_create(
                &handle, nil,
                { argument in
                    guard let argument else { return nil }
                    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                    start.shared.work(as: start.worker)
                    return nil
                }, start.toOpaque())
            guard status == 0 else {
                // The system has no more threads: fewer of them do the same work.
                start.release()
                break
            }
            handles.append(handle)
        }
        self.handles = handles
        self.threads = handles.count + 1
    }

    deinit {
        shared.stop()
        for handle in handles { pthread_join(handle, nil) }
    }

    /// Runs each item of a work once, and returns when all are done. Does not allocate heap memory.
    func run<Work: ParallelWork>(_ work: Work) {
        let count = work.itemCount
        guard threads > 1, count > 1 else {
            for item in 0..<count { work.run(item: item, worker: 0) }
            return
        }
        withUnsafePointer(to: work) { work in
            shared.run(Job(work: work, type: Work.self, count: count), workers: threads)
        }
    }

    /// The address of a work, valid while the work runs.
    private struct Job {
        let work: UnsafeRawPointer
        let type: any ParallelWork.Type
        let count: Int
    }

    private final class Start {
        let shared: Shared
        let worker: Int
        init(shared: Shared, worker: Int) {
            self.shared = shared
            self.worker = worker
        }
    }

    /// The state that the threads share.
    private final class Shared: Sendable {
        /// Number of the current job; -1 when the threads should end.
        private let generation = Atomic<Int>(0)
        /// The next item to run.
        private let next = Atomic<Int>(0)
        /// Number of threads, without the caller's, that have not finished the current job.
        private let busy = Atomic<Int>(0)
        /// Number of threads that have stopped spinning and sleep.
        private let sleepers = Atomic<Int>(0)
        /// The current job. Written before `generation` rises and read after, so the atomics order the accesses.
        nonisolated(unsafe) private var job: Job?
        nonisolated(unsafe) private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        nonisolated(unsafe) private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

        /// Number of polls before a waiting thread sleeps: some tens of microseconds, the duration of a step.
        private static let spins = 4000

        init() {
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(condition, nil)
        }

        deinit {
            pthread_cond_destroy(condition)
            pthread_mutex_destroy(mutex)
            condition.deallocate()
            mutex.deallocate()
        }

        func run(_ job: Job, workers: Int) {
            self.job = job
            next.store(0, ordering: .relaxed)
            busy.store(workers - 1, ordering: .relaxed)
            generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
            wakeSleepers()
            takeItems(as: 0)
            while busy.load(ordering: .acquiring) > 0 { sched_yield() }
            self.job = nil
        }

        func stop() {
            generation.store(-1, ordering: .sequentiallyConsistent)
            wakeSleepers()
        }

        func work(as worker: Int) {
            var seen = 0
            while true {
                seen = waitForJob(after: seen)
                guard seen >= 0 else { return }
                takeItems(as: worker)
                busy.wrappingSubtract(1, ordering: .acquiringAndReleasing)
            }
        }

        private func takeItems(as worker: Int) {
            guard let job else { return }
            while true {
                let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard item < job.count else { return }
                job.type.run(job.work, item: item, worker: worker)
            }
        }

        private func waitForJob(after seen: Int) -> Int {
            for _ in 0..<Shared.spins {
                let current = generation.load(ordering: .acquiring)
                if current != seen { return current }
            }
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
            defer { sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
            while true {
                let current = generation.load(ordering: .sequentiallyConsistent)
                if current != seen { return current }
                pthread_cond_wait(condition, mutex)
            }
        }

        private func wakeSleepers() {
            guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
            // The lock ensures that a thread about to sleep either has seen the job or already sleeps.
            pthread_mutex_lock(mutex)
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(mutex)
        }
    }
}
