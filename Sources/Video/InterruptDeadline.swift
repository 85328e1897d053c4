import CPoiseFFmpeg
import PoiseLibC
import Synchronization

/// A deadline and a cancellation flag for blocking calls of FFmpeg, which polls them through its interrupt callback.
final class InterruptDeadline: Sendable {
    private static let never = Int.max
    private let start = ContinuousClock.now
    private let deadline = Atomic<Int>(InterruptDeadline.never)
    private let isCancelled = Atomic<Bool>(false)

    /// The maximum duration of an operation; `nil` for no limit.
    let timeout: Duration?

    init(timeout: Duration?) { self.timeout = timeout }

    /// Begins an operation and sets its deadline.
    func begin() {
        guard let timeout else { return }
        deadline.store(milliseconds(ContinuousClock.now - start + timeout), ordering: .relaxed)
    }

    /// Whether the deadline of the operation has passed.
    var isLate: Bool {
        let deadline = deadline.load(ordering: .relaxed)
        return deadline != InterruptDeadline.never && milliseconds(ContinuousClock.now - start) > deadline
    }

    /// Cancels all operations.
    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Whether ``cancel()`` was called.
    var wasCancelled: Bool { isCancelled.load(ordering: .relaxed) }

    /// Whether operations must end, by cancellation or deadline.
    var isOver: Bool { wasCancelled || isLate }

    /// Sleeps for 2 ms.
    func pause() { usleep(2000) }

    /// FFmpeg's interrupt callback. The watch must outlive it.
    var callback: AVIOInterruptCB {
        AVIOInterruptCB(
            callback: { watch in
                guard let watch else { return 0 }
                return Unmanaged<InterruptDeadline>.fromOpaque(watch).takeUnretainedValue().isOver ? 1 : 0
            }, opaque: Unmanaged.passUnretained(self).toOpaque())
    }

    private func milliseconds(_ time: Duration) -> Int { Int(clamping: time.attoseconds / 1_000_000_000_000_000) }
}
