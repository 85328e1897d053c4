import PoiseBody
import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline

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

/// The state of a video for bodies: a ``Tracker`` with the filters of the body. A value; it holds no network.
package struct TrackingState<Payload: Sendable>: Sendable {
    private var tracker: Tracker<BodyFilter, Payload>

    /// The value of ``TrackerOptions/sameCenterDistance``: small, since the regions of the detector and of the landmark network
    /// are both centered between the hips. (A choice, not measured.)
    private static var sameCenterDistance: Double { 0.06 }

    /// - Parameter filter: The filter of each person's landmarks.
    package init(_ options: PoseTracker.Options, filter: any PoseFilter) {
        tracker = Tracker(
            TrackerOptions(
                maximumSubjects: options.people, detectionInterval: options.detectionInterval,
                maxLostDuration: options.maxLostDuration, maxFrameGap: options.maxFrameGap,
                framesToConfirm: options.framesToConfirm, delayFrames: filter.delayFrames,
                sameCenterDistance: Self.sameCenterDistance),
            filter: BodyFilter(filter, deadband: options.accuracy.regionDeadband))
    }

    /// Processes the next frame.
    ///
    /// - Throws: ``TrackingError/timeDoesNotAdvance(last:given:)``; nothing has changed then.
    package mutating func advance(
        _ image: ImageView, at time: Duration, with payload: Payload, source: BodySource
    ) throws(TrackingError) -> [TrackedPerson] {
        if let last = tracker.lastTime, time <= last { throw .timeDoesNotAdvance(last: last, given: time) }
        return tracker.advance(image, at: time, with: payload, source: source).map(TrackedPerson.init)
    }

    /// Whether the detector ran on the last frame.
    package var didRunDetector: Bool { tracker.didRunDetector }

    /// The frame that became final with the last one.
    package var finalized: (payload: Payload, people: [TrackedPerson])? { tracker.finalized.map(TrackingState.people) }

    /// Returns and releases the frame that became final with the last one, so that its image is not kept.
    mutating func takeFinalized() -> (payload: Payload, people: [TrackedPerson])? {
        tracker.takeFinalized().map(TrackingState.people)
    }

    /// Returns and removes the frames that are not final: no frame follows.
    package mutating func flush() -> [(payload: Payload, people: [TrackedPerson])] {
        tracker.flush().map(TrackingState.people)
    }

    /// Returns a state that goes on from here with another payload. The frames that are not final stay with this one.
    func continued<Other>(with _: Other.Type) -> TrackingState<Other> {
        TrackingState<Other>(tracker: tracker.continued(with: Other.self))
    }

    fileprivate init(tracker: Tracker<BodyFilter, Payload>) { self.tracker = tracker }

    private static func people(
        of frame: Tracker<BodyFilter, Payload>.Frame
    ) -> (payload: Payload, people: [TrackedPerson]) {
        (frame.payload, frame.subjects.map(TrackedPerson.init))
    }
}

extension TrackedPerson {
    init(_ tracked: Tracked<Pose>) {
        self.init(
            id: tracked.id, pose: tracked.subject, unfiltered: tracked.unfiltered, isConfirmed: tracked.isConfirmed)
    }
}
