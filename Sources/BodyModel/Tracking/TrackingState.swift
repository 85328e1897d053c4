import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// The state of a video for bodies: a ``Tracker`` with the filters of the body. A value; it holds no network.
package struct TrackingState<Payload: Sendable>: Sendable {
    private var tracker: Tracker<BodyFilter, Payload>

    /// - Parameter filter: The filter of each person's landmarks.
    package init(_ options: PoseTracker.Options, filter: any PoseFilter) {
        tracker = Tracker(
            TrackerOptions(
                maximumSubjects: options.people, detectionInterval: options.detectionInterval,
                maxLostDuration: options.maxLostDuration, maxFrameGap: options.maxFrameGap,
                framesToConfirm: options.framesToConfirm, delayFrames: filter.delayFrames),
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
