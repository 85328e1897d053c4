import PoiseBody
import PoiseImaging

/// Tracks people through frames, and returns each frame with its final people.
///
/// With ``Smoothing/kalman(delayFrames:_:)``, or a filter of your own that delays, people are final some frames later: the tracker
/// keeps the frames until then. ``TrackedFrames`` is its form for asynchronous sequences.
public struct FrameTracker<Frame: TimedImage>: Sendable {
    /// A frame, and the people in it by id.
    public typealias Result = (frame: Frame, people: [TrackedPerson])

    private let source: Guarded<BodySource>
    private let accuracy: Accuracy
    private var state: TrackingState<Frame>

    /// Creates a tracker of frames.
    ///
    /// - Parameter tracker: The tracker to go on from; it does not change. Its frames that are not final stay with it.
    public init(_ tracker: PoseTracker) {
        source = tracker.source
        accuracy = tracker.options.accuracy
        state = tracker.state.continued(with: Frame.self)
    }

    /// Processes the next frame, and returns the one that becomes final by it: this one, unless the smoothing delays.
    ///
    /// - Returns: `nil` for the first frames, as many as the delay.
    /// - Throws: ``TrackingError`` when the time does not increase; the tracker then ignores the frame.
    public mutating func next(_ frame: Frame) throws(TrackingError) -> Result? {
        _ = try source.advance(&state, accuracy.view(of: frame), at: frame.time, with: frame)
        return state.takeFinalized().map { ($0.payload, $0.people) }
    }

    /// Returns the frames that are not final, by time; to be called after the last frame.
    public mutating func finish() -> [Result] { state.flush().map { ($0.payload, $0.people) } }
}
