import CFFmpeg
import Glibc
import Synchronization

/// Tells FFmpeg, which asks again and again while it waits, when to give up: at a deadline, or when nobody wants the
/// frames any more.
final class Watch: Sendable {
    private static let never = Int.max
    private let start = ContinuousClock.now
    private let deadline = Atomic<Int>(Watch.never)
    private let isCancelled = Atomic<Bool>(false)

    /// How long an operation may take; `nil` for as long as it likes.
    let timeout: Duration?

    init(timeout: Duration?) { self.timeout = timeout }

    /// An operation begins.
    func begin() {
        guard let timeout else { return }
        deadline.store(milliseconds(ContinuousClock.now - start + timeout), ordering: .relaxed)
    }

    /// Whether the operation has taken too long.
    var isLate: Bool {
        let deadline = deadline.load(ordering: .relaxed)
        return deadline != Watch.never && milliseconds(ContinuousClock.now - start) > deadline
    }

    /// Nobody wants the frames any more.
    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Whether somebody called ``cancel()``.
    var wasCancelled: Bool { isCancelled.load(ordering: .relaxed) }

    /// Whether to give up.
    var isOver: Bool { wasCancelled || isLate }

    /// Lets a moment pass.
    func pause() { usleep(2000) }

    /// What FFmpeg calls. The watch must outlive it.
    var callback: AVIOInterruptCB {
        AVIOInterruptCB(
            callback: { watch in
                guard let watch else { return 0 }
                return Unmanaged<Watch>.fromOpaque(watch).takeUnretainedValue().isOver ? 1 : 0
            }, opaque: Unmanaged.passUnretained(self).toOpaque())
    }

    private func milliseconds(_ time: Duration) -> Int { Int(clamping: time.attoseconds / 1_000_000_000_000_000) }
}
