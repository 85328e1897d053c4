import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// The state of a video for bodies: a ``Tracker`` with the filters and the acceptance of the body. A value; it holds no network.
package struct TrackingState: Sendable {
    private var tracker: Tracker<PoseFilters>
    private let acceptance: PoseAcceptance
    private let turnedAcceptance: PoseAcceptance

    /// - Parameter turnedQuality: The mean height of the limbs' peaks from which people detected in turned frames count; `nil` for
    ///   any.
    package init(_ options: PoseTracker.Options, turnedQuality: Double? = nil) {
        tracker = Tracker(
            TrackerOptions(
                maximumSubjects: options.people, detectionInterval: options.detectionInterval,
                maxLostDuration: options.maxLostDuration, maxFrameGap: options.maxFrameGap,
                framesToConfirm: options.framesToConfirm, delayFrames: options.smoothing.delayFrames),
            filter: PoseFilters(options.smoothing, deadband: options.accuracy.regionDeadband))
        acceptance = PoseAcceptance(minimumPresence: options.minimumPresence)
        turnedAcceptance = PoseAcceptance(minimumPresence: options.minimumPresence, minimumQuality: turnedQuality)
    }

    /// Processes the next frame.
    ///
    /// - Throws: ``TrackingError/timeDoesNotAdvance(last:given:)``; nothing has changed then.
    package mutating func advance(
        _ image: Image, at time: Duration, finder: some PersonFinder, landmarker: some LandmarkFinder
    ) throws(TrackingError) -> [TrackedPerson] {
        if let last = tracker.lastTime, time <= last { throw .timeDoesNotAdvance(last: last, given: time) }
        let source = BodySource(
            finder: finder, landmarker: landmarker, acceptance: acceptance, turnedAcceptance: turnedAcceptance)
        return tracker.advance(image, at: time, source: source).map(TrackedPerson.init)
    }

    /// Whether the detector ran on the last frame.
    package var didRunDetector: Bool { tracker.didRunDetector }

    /// The frame that became final with the last one.
    package var finalized: TrackedFrame? { tracker.finalized.map(TrackedFrame.init) }

    /// Returns and removes the frames that are not final: no frame follows.
    package mutating func flush() -> [TrackedFrame] { tracker.flush().map(TrackedFrame.init) }
}

extension TrackedPerson {
    init(_ tracked: Tracked<Pose>) {
        id = tracked.id
        pose = tracked.subject
        unfiltered = tracked.unfiltered
        isConfirmed = tracked.isConfirmed
    }
}

extension TrackedFrame {
    init(_ frame: DelayLine<Pose>.Frame) {
        time = frame.time
        people = frame.subjects.map(TrackedPerson.init)
    }
}
