import Dispatch
import Synchronization

/// A bounded queue of frames from the decoding thread to the consuming task, so that both can work concurrently while
/// memory stays small.
final class FrameQueue: Sendable {
    private typealias Taker = CheckedContinuation<Result<VideoFrame?, VideoError>, Never>

    private struct State {
        var frames: [VideoFrame] = []
        var end: Result<Void, VideoError>?
        var isCancelled = false
        /// The consumer that waits for the next frame, if the queue is empty.
        var waiting: Taker?

        /// Removes and returns the waiting consumer.
        mutating func release() -> Taker? {
            defer { waiting = nil }
            return waiting
        }
    }

    private let state = Mutex(State())
    /// The number of free slots. The semaphore is created with 0 and then signaled, since it must not end with a lower value
    /// than its initial one.
    private let places = DispatchSemaphore(value: 0)
    private let capacity: Int
    private let dropsOldest: Bool
    private let tally: StreamStatistics

    /// Creates a queue that, if full, makes its producer wait or drops the oldest frame.
    init(capacity: Int, dropsOldest: Bool, tally: StreamStatistics) {
        self.capacity = capacity
        self.dropsOldest = dropsOldest
        self.tally = tally
        for _ in 0..<capacity { places.signal() }
    }

    /// Adds a frame; returns `false` after ``cancel()``.
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
            // The frame goes directly to the consumer and needs no slot.
            places.signal()
            taker.resume(returning: .success(frame))
        }
        return isWanted
    }

    /// Ends the queue after its last frame, with success or an error.
    func finish(_ end: Result<Void, VideoError>) {
        let taker = state.withLock { state in
            state.end = end
            let taker = state.release()
            // A waiting consumer has taken all frames and gets the end now; later calls get `nil`.
            if taker != nil { state.end = .success(()) }
            return taker
        }
        taker?.resume(returning: end.map { nil })
    }

    /// Removes and returns the next frame; `nil` at the end and after ``cancel()``.
    ///
    /// - Throws: The ``VideoError`` with which the queue ended.
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

    /// Cancels the queue: no more frames are accepted or returned.
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
