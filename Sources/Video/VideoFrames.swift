import PoiseLibC

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

    init(
        input: Input, selection: FrameSelection = FrameSelection(), maximumPixels: Int, timeout: Duration? = nil,
        shifts: ClockShifts = ClockShifts()
    ) {
        self.input = input
        self.selection = selection
        self.maximumPixels = maximumPixels
        self.timeout = timeout
        tally = StreamStatistics(shifts: shifts)
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
            let watch = InterruptDeadline(timeout: frames.timeout)
            // Two frames are ready while a third is decoded: enough to compensate for frames that take longer.
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

    /// Decodes frames into the queue, on the separate thread.
    private func decode(into queue: FrameQueue, watch: InterruptDeadline) {
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
