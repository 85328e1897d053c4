import BlazePose
import Imaging
import Landmarks
import Motion

/// The filters that are compared.
package enum ComparedFilter: String, CaseIterable, Sendable {
    case none = "none"
    case oneEuro = "one-euro"
    case kalman = "Kalman, 2 frames late"
    case rauchTungStriebel = "Rauch-Tung-Striebel"
    case butterworth = "Butterworth, 6 Hz"
}

/// A film of one person, followed at a level of accuracy and smoothed by each of the filters.
package struct SmoothedRuns {
    private var online: PoseTracker
    private var late: PoseTracker
    private var raw: [PoseSequence.Frame] = []
    private var smoothed: [PoseSequence.Frame] = []
    private var delayed: [PoseSequence.Frame] = []

    package init(_ accuracy: Accuracy) throws(PoseModelError) {
        online = try PoseTracker(options: PoseTracker.Options(accuracy: accuracy))
        late = try PoseTracker(options: PoseTracker.Options(accuracy: accuracy, smoothing: .kalman(delayFrames: 2)))
    }

    /// Takes the next frame.
    package mutating func add(_ image: Image, at time: Duration) throws(TrackingError) {
        let people = try online.track(image, at: time)
        raw.append(frame(raw.count, time, people.map { ($0.id, $0.unfiltered) }))
        smoothed.append(frame(smoothed.count, time, people.map { ($0.id, $0.pose) }))
        if let settled = try late.trackDelayed(image, at: time) { add(settled) }
    }

    /// What each filter makes of it, after the last frame.
    package mutating func sequences(
        _ header: PoseSequence.Header
    ) throws(FilterError) -> [ComparedFilter: PoseSequence] {
        for settled in late.finish() { add(settled) }
        let seen = PoseSequence(header: header, frames: raw)
        return [
            .none: seen,
            .oneEuro: PoseSequence(header: header, frames: smoothed),
            .kalman: PoseSequence(header: header, frames: delayed),
            .rauchTungStriebel: try OfflineSmoothing(.rauchTungStriebel()).apply(to: seen),
            .butterworth: try OfflineSmoothing(.butterworth(cutoff: 6)).apply(to: seen),
        ]
    }

    private mutating func add(_ settled: TrackedFrame) {
        delayed.append(frame(delayed.count, settled.time, settled.people.map { ($0.id, $0.pose) }))
    }

    private func frame(_ index: Int, _ time: Duration, _ people: [(Int, Pose)]) -> PoseSequence.Frame {
        PoseSequence.Frame(
            index: index, time: time / .seconds(1), people: people.map { PoseSequence.Person(id: $0, pose: $1) })
    }
}
