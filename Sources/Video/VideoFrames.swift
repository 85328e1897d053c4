import Dispatch
import PoiseLibC
import Synchronization

/// An asynchronous sequence of the frames of a video.
///
/// A separate thread reads and decodes a few frames ahead while the consumer processes earlier ones. It stops when the
/// consumer leaves its loop or its task is canceled; after a cancellation the sequence ends without an error. Each loop
/// over the sequence reads the video again.
public struct VideoFrames: AsyncSequence, Sendable {
    /// A frame of the video.
    public typealias Element = VideoFrame
    /// The error that ends the sequence early.
    public typealias Failure = VideoError

    let input: Input
    private(set) var selection: FrameSelection
    let maximumPixels: Int
    let timeout: Duration?
    let tally: StreamStatistics
    /// A reader of the input that is open already, for the first loop.
    private let opened: OpenReader?

    init(
        input: Input, selection: FrameSelection = FrameSelection(), maximumPixels: Int, timeout: Duration? = nil,
        tally: StreamStatistics = StreamStatistics(), opened: OpenReader? = nil
    ) {
        self.input = input
        self.selection = selection
        self.maximumPixels = maximumPixels
        self.timeout = timeout
        self.tally = tally
        self.opened = opened
    }

    /// The number of packets so far that could not be decoded, or only in part.
    public var damagedPackets: Int { tally.damagedPackets }

    /// The number of frames of a camera or stream so far that were dropped because they arrived faster than they were
    /// consumed.
    public var droppedFrames: Int { tally.droppedFrames }

    /// The frame rate stated by the source, frames per second; known with the first frame, `nil` if the source states none.
    public var frameRate: Double? { tally.frameRate }

    /// The color tags of the source; known with the first frame.
    public var color: VideoColor? { tally.color }

    /// The same frames in the decoder's memory, where Poise can read them there: ``VideoFrame/view`` then costs no conversion, and
    /// ``VideoFrame/image`` converts when it is read first, on the thread of the reader.
    ///
    /// For frames that are tracked and not drawn. These are frames with 8 bits and color differences at half the size
    /// (`yuv420p`), as H.264 and HEVC mostly have. On x86-64 both ways give the same pixels; elsewhere values may differ by 1 or 2.
    public var unconverted: VideoFrames {
        var frames = self
        frames.selection.keepsPlanes = true
        return frames
    }

    /// Starts decoding and returns an iterator.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// The iterator of the frames.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        private let consumer: Consumer

        init(_ frames: VideoFrames) { consumer = Consumer(frames) }

        /// Returns the next frame; `nil` at the end and if the task is canceled.
        ///
        /// - Throws: ``VideoError`` with the place.
        public mutating func next() async throws(VideoError) -> VideoFrame? { try await consumer.next() }

        /// Returns the next frame; `nil` at the end and if the task is canceled.
        ///
        /// - Throws: ``VideoError`` with the place.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(VideoError) -> VideoFrame? {
            try await consumer.next()
        }

        /// Ends the sequence, from any thread: a waiting call of `next` returns `nil` at once, and so do later calls.
        public func stop() { consumer.stop() }
    }

    /// The consumer's side of the queue; decoding stops when it is released.
    private final class Consumer: Sendable {
        private let queue: FrameQueue
        private let watch: InterruptDeadline

        init(_ frames: VideoFrames) {
            let opened = frames.opened.flatMap { $0.reserve() ? $0 : nil }
            let watch = opened?.watch ?? InterruptDeadline(timeout: frames.timeout)
            // Two frames are ready while a third is decoded: enough to compensate for frames that take longer.
            let queue = FrameQueue(capacity: 2, dropsOldest: frames.input.isLive, tally: frames.tally)
            self.watch = watch
            self.queue = queue
            startThread { frames.decode(into: queue, opened, watch: watch) }
        }

        deinit { stop() }

        func next() async throws(VideoError) -> VideoFrame? {
            let result: Result<VideoFrame?, VideoError> = await withTaskCancellationHandler {
                do throws(VideoError) { return .success(try await queue.take()) } catch { return .failure(error) }
            } onCancel: {
                stop()
            }
            return try result.get()
        }

        func stop() {
            watch.cancel()
            queue.cancel()
        }
    }

    /// Decodes frames into the queue, on the separate thread.
    private func decode(into queue: FrameQueue, _ opened: OpenReader?, watch: InterruptDeadline) {
        do throws(VideoError) {
            let reader: FrameReader
            if let open = opened?.take() {
                reader = open
                reader.select(selection)
            } else {
                reader = try FrameReader(
                    input, selection, maximumPixels: maximumPixels, isFast: !input.isLive, watch: watch, tally: tally)
            }
            while !watch.wasCancelled, let frame = try reader.next() {
                guard queue.put(frame) else { break }
            }
            queue.finish(.success(()))
        } catch {
            queue.finish(.failure(error))
        }
    }
}

/// Runs work on a separate thread: it blocks on devices, which the threads of Swift's tasks must not.
private func startThread(_ work: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    // Balanced by takeRetainedValue in the thread itself.
    let start = Unmanaged.passRetained(Work(work))
    var handle = pthread_t()
    let status = pthread_create(
        &handle, nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }, start.toOpaque())
    if status == 0 {
        pthread_detach(handle)
    } else {
        // Without a thread the work runs as a task, one frame at a time.
        start.release()
        Task.detached { work() }
    }
}

/// A bounded queue of frames from the decoding thread to the consuming task, so that both can work concurrently while
/// memory stays small.
private final class FrameQueue: Sendable {
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

/// The statistics of a stream, updated while it is read.
final class StreamStatistics: Sendable {
    private let damage = Atomic<Int>(0)
    private let drops = Atomic<Int>(0)
    private let rate = Mutex<Double?>(nil)
    private let firstColor = Mutex<VideoColor?>(nil)
    /// The shifts of a clock that goes back, as in joined recordings.
    let shifts: ClockShifts

    init(shifts: ClockShifts = ClockShifts()) { self.shifts = shifts }

    /// The number of packets that could not be decoded, or only in part.
    var damagedPackets: Int { damage.load(ordering: .relaxed) }
    /// The number of frames dropped because they arrived faster than they were consumed.
    var droppedFrames: Int { drops.load(ordering: .relaxed) }

    /// The frame rate stated by the source, frames per second; `nil` if it states none or is not open yet.
    var frameRate: Double? { rate.withLock { $0 } }

    /// The colors of the first frame; `nil` before it.
    var color: VideoColor? { firstColor.withLock { $0 } }

    func note(color: VideoColor) { firstColor.withLock { $0 = color } }
    func note(frameRate: Double?) { rate.withLock { $0 = frameRate } }
    func addDamage() { damage.add(1, ordering: .relaxed) }
    func addDrop() { drops.add(1, ordering: .relaxed) }
}
