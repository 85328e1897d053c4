import Dispatch
import PoiseImaging

extension AsyncSequence where Element: TimedImage {
    /// Returns the frames with the people in them.
    ///
    ///     for try await (frame, people) in try VideoFile(url).frames.tracked(by: try PoseTracker()) { … }
    ///
    /// Networks run on a thread of the sequence, so that those of Swift's tasks stay free. With
    /// ``Smoothing/kalman(delayFrames:_:)`` each frame comes some frames late, with its final people.
    ///
    /// - Parameter tracker: The tracker; a copy of it processes the frames.
    public func tracked(by tracker: PoseTracker) -> TrackedFrames<Self> { TrackedFrames(self, tracker) }
}

/// An asynchronous sequence of frames and the people in them.
///
/// It ends where the base sequence ends, and with its error, or with ``TrackingError`` at a time that does not increase. The task
/// can be canceled between frames as that of the base sequence.
public struct TrackedFrames<Base: AsyncSequence>: AsyncSequence where Base.Element: TimedImage {
    /// A frame, and the people in it by id.
    public typealias Element = (frame: Base.Element, people: [TrackedPerson])

    private let base: Base
    private let tracker: PoseTracker

    init(_ base: Base, _ tracker: PoseTracker) {
        self.base = base
        self.tracker = tracker
    }

    /// Starts the base sequence and returns an iterator.
    public func makeAsyncIterator() -> Iterator { Iterator(base.makeAsyncIterator(), tracker) }

    /// The iterator of the frames.
    public struct Iterator: AsyncIteratorProtocol {
        private var base: Base.AsyncIterator
        private let worker: TrackingWorker
        /// Frames whose people are not final.
        private var delayed: [Base.Element] = []
        /// The people of the last frames, when the base sequence has ended.
        private var rest: [TrackedFrame]?

        init(_ base: Base.AsyncIterator, _ tracker: PoseTracker) {
            self.base = base
            worker = TrackingWorker(tracker)
        }

        /// Returns the next frame with its people; `nil` at the end.
        public mutating func next() async throws -> Element? {
            while rest == nil {
                guard let frame = try await base.next() else {
                    rest = await worker.finish()
                    break
                }
                delayed.append(frame)
                if let final = try await worker.track(frame.image, at: frame.time) {
                    return (delayed.removeFirst(), final.people)
                }
            }
            guard rest?.isEmpty == false, !delayed.isEmpty, let people = rest?.removeFirst().people else { return nil }
            return (delayed.removeFirst(), people)
        }
    }
}

/// A tracker on a thread of its own.
private actor TrackingWorker {
    private let executor = SerialQueueExecutor()
    private var tracker: PoseTracker

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ tracker: PoseTracker) { self.tracker = tracker }

    func track(_ image: Image, at time: Duration) throws(TrackingError) -> TrackedFrame? {
        try tracker.trackDelayed(image, at: time)
    }

    func finish() -> [TrackedFrame] { tracker.finish() }
}

/// An executor of an actor on a serial queue. (Linux has no `DispatchSerialQueue`, which would be one.)
private final class SerialQueueExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "poise.tracking")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
