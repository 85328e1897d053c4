import PoiseBody
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
        private let worker: TrackingWorker<Base.Element>
        /// The last frames, when the base sequence has ended.
        private var rest: ArraySlice<Element>?

        init(_ base: Base.AsyncIterator, _ tracker: PoseTracker) {
            self.base = base
            worker = TrackingWorker(tracker)
        }

        /// Returns the next frame with its people; `nil` at the end.
        public mutating func next() async throws -> Element? {
            while rest == nil {
                guard let frame = try await base.next() else {
                    rest = await worker.finish()[...]
                    break
                }
                if let final = try await worker.next(frame) { return final }
            }
            return rest?.popFirst()
        }
    }
}

/// A tracker on a thread of its own.
private actor TrackingWorker<Frame: TimedImage> {
    private let executor = SerialQueueExecutor(label: "poise.tracking")
    private var tracker: FrameTracker<Frame>

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ tracker: PoseTracker) { self.tracker = FrameTracker(tracker) }

    func next(_ frame: Frame) throws(TrackingError) -> FrameTracker<Frame>.Result? { try tracker.next(frame) }

    func finish() -> [FrameTracker<Frame>.Result] { tracker.finish() }
}
