import Dispatch
import Synchronization

/// Frames on their way from the thread that decodes them to the task that takes them; a few, so that both can work at
/// once and memory stays small.
final class FrameQueue: Sendable {
    private typealias Taker = CheckedContinuation<Result<VideoFrame?, VideoError>, Never>

    private struct State {
        var frames: [VideoFrame] = []
        var end: Result<Void, VideoError>?
        var isCancelled = false
        /// Whoever takes the next frame, and waits for it because there is none.
        var waiting: Taker?

        /// Ends the waiting.
        mutating func release() -> Taker? {
            defer { waiting = nil }
            return waiting
        }
    }

    private let state = Mutex(State())
    /// Counts free places. Made empty and filled: a semaphore must not end with less than it began with.
    private let places = DispatchSemaphore(value: 0)
    private let capacity: Int
    private let dropsOldest: Bool
    private let tally: Tally

    /// A queue that, when it is full, lets its producer wait or loses the oldest frame.
    init(capacity: Int, dropsOldest: Bool, tally: Tally) {
        self.capacity = capacity
        self.dropsOldest = dropsOldest
        self.tally = tally
        for _ in 0..<capacity { places.signal() }
    }

    /// Puts a frame in; `false` when nobody wants it any more.
    func put(_ frame: VideoFrame) -> Bool {
        if !dropsOldest { places.wait() }
        let (taker, isWanted): (Taker?, Bool) = state.withLock { state in
            if state.isCancelled { return (nil, false) }
            if let taker = state.release() { return (taker, true) }
            if dropsOldest, state.frames.count == capacity {
                state.frames.removeFirst()
                tally.addDrop()
            }
            state.frames.append(frame)
            return (nil, true)
        }
        if let taker {
            // The frame goes from hand to hand, and needs no place.
            places.signal()
            taker.resume(returning: .success(frame))
        }
        return isWanted
    }

    /// No more frames come, and this is why.
    func finish(_ end: Result<Void, VideoError>) {
        let taker = state.withLock { state in
            state.end = end
            let taker = state.release()
            // Whoever waits has taken all frames, and gets the end now; after it comes nothing.
            if taker != nil { state.end = .success(()) }
            return taker
        }
        taker?.resume(returning: end.map { nil })
    }

    /// Takes the next frame; `nil` at the end and after ``cancel()``.
    func take() async throws(VideoError) -> VideoFrame? {
        let result = await withCheckedContinuation { continuation in
            let ready: Result<VideoFrame?, VideoError>? = state.withLock { state in
                if state.isCancelled { return .success(nil) }
                if !state.frames.isEmpty { return .success(state.frames.removeFirst()) }
                if let end = state.end {
                    state.end = .success(())
                    return end.map { nil }
                }
                state.waiting = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
            if case .success(.some)? = ready { places.signal() }
        }
        return try result.get()
    }

    /// Nobody wants frames any more.
    func cancel() {
        let taker = state.withLock { state in
            state.isCancelled = true
            state.frames = []
            return state.release()
        }
        places.signal()
        taker?.resume(returning: .success(nil))
    }
}
