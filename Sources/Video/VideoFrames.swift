import Glibc

/// The frames of a video, one after another.
///
/// A thread of its own reads and decodes ahead, by a few frames, while the consumer works on those before. It stops when
/// the consumer leaves its loop or its task is cancelled; after a cancellation the sequence ends without an error. Each
/// loop over the sequence reads the video anew.
public struct VideoFrames: AsyncSequence, Sendable {
    /// A frame.
    public typealias Element = VideoFrame
    /// Why there are no more frames.
    public typealias Failure = VideoError

    let input: Input
    let selection: FrameSelection
    let maximumPixels: Int
    let timeout: Duration?
    let tally: Tally

    init(
        input: Input, selection: FrameSelection = FrameSelection(), maximumPixels: Int, timeout: Duration? = nil,
        shifts: ClockShifts = ClockShifts()
    ) {
        self.input = input
        self.selection = selection
        self.maximumPixels = maximumPixels
        self.timeout = timeout
        tally = Tally(shifts: shifts)
    }

    /// How many packets could not be decoded, or not wholly, so far.
    public var damagedPackets: Int { tally.damagedPackets }

    /// How many frames of a camera or stream were lost so far because they came faster than they were taken.
    public var droppedFrames: Int { tally.droppedFrames }

    /// Frames a second as the source states them; known with the first frame, and `nil` where the source does not tell.
    public var frameRate: Double? { tally.frameRate }

    /// The colors of the source; known with the first frame.
    public var color: VideoColor? { tally.color }

    /// Starts to decode.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Takes frames one after another.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        private let consumer: Consumer

        init(_ frames: VideoFrames) { consumer = Consumer(frames) }

        /// The next frame; `nil` at the end, and when the task is cancelled.
        ///
        /// - Throws: ``VideoError`` with the place.
        public mutating func next() async throws(VideoError) -> VideoFrame? { try await consumer.next() }

        /// The next frame; `nil` at the end, and when the task is cancelled.
        ///
        /// - Throws: ``VideoError`` with the place.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(VideoError) -> VideoFrame? {
            try await consumer.next()
        }

        /// Ends the sequence, from anywhere: whoever waits for a frame gets `nil` at once, and so does everybody later.
        public func stop() { consumer.stop() }
    }

    /// The consumer's end: when it goes, decoding stops.
    private final class Consumer: Sendable {
        private let queue: FrameQueue
        private let watch: Watch

        init(_ frames: VideoFrames) {
            let watch = Watch(timeout: frames.timeout)
            // Two frames lie ready, and one more is being decoded: enough to even out pictures that take longer.
            let queue = FrameQueue(capacity: 2, dropsOldest: frames.input.isLive, tally: frames.tally)
            self.watch = watch
            self.queue = queue
            startThread { frames.decode(into: queue, watch: watch) }
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

    /// What the thread does.
    private func decode(into queue: FrameQueue, watch: Watch) {
        do throws(VideoError) {
            let reader = try FrameReader(
                input, selection, maximumPixels: maximumPixels, isFast: !input.isLive, watch: watch, tally: tally)
            while !watch.wasCancelled, let frame = try reader.next() {
                guard queue.put(frame) else { break }
            }
            queue.finish(.success(()))
        } catch {
            queue.finish(.failure(error))
        }
    }
}

/// Runs work on a thread of its own: it waits for devices, which the threads of Swift's tasks must not.
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
        // No thread to be had: the frames come all the same, one at a time.
        start.release()
        Task.detached { work() }
    }
}
