import PoiseBodyModel
import PoiseImaging
import PoiseBody
import PoiseMotion

/// The filters that are compared.
package enum ComparedFilter: String, CaseIterable, Sendable {
    case none = "none"
    case oneEuro = "one-euro"
    case kalman = "Kalman, 2 frames late"
    case rauchTungStriebel = "Rauch-Tung-Striebel"
    case butterworth = "Butterworth, 6 Hz"
}

/// A clip of one person, tracked at a level of accuracy and smoothed by each of the filters.
package struct SmoothedRuns {
    private var tracker: PoseTracker
    private var late = KalmanPoseFilter(.live, delay: SmoothedRuns.delay)
    private var raw: [PoseSequence.Frame] = []
    private var smoothed: [PoseSequence.Frame] = []
    private var delayed: [PoseSequence.Frame] = []

    private static let delay = 2

    package init(_ accuracy: Accuracy) throws(PoseSetupError) {
        tracker = try PoseTracker(options: PoseTracker.Options(accuracy: accuracy))
    }

    /// Adds the next frame.
    package mutating func add(_ image: Image, at time: Duration) throws(TrackingError) {
        let person = try tracker.track(image, at: time).first
        raw.append(frame(time, person?.unfiltered))
        smoothed.append(frame(time, person?.pose))
        delayed.append(frame(time, nil))
        guard let pose = person?.unfiltered else {
            late = KalmanPoseFilter(.live, delay: SmoothedRuns.delay)
            return
        }
        // The delayed output of the tracker: its regions do not depend on how landmarks are smoothed.
        let poses = late.apply(
            pose,
            in: FilteredFrame(
                time: time, imageSize: ImageSize(width: image.width, height: image.height),
                personSize: pose.boxSize))
        for (back, pose) in poses.reversed().enumerated() {
            delayed[delayed.count - 1 - back].people = [TrackedPerson(id: 1, pose: pose)]
        }
    }

    /// Returns the sequence that each filter produces.
    package func sequences(
        _ header: PoseSequence.Header
    ) throws(FilterError) -> [ComparedFilter: PoseSequence] {
        let seen = PoseSequence(header: header, frames: raw)
        return [
            .none: seen,
            .oneEuro: PoseSequence(header: header, frames: smoothed),
            .kalman: PoseSequence(header: header, frames: delayed),
            .rauchTungStriebel: try OfflineSmoothing(.rauchTungStriebel()).apply(to: seen),
            .butterworth: try OfflineSmoothing(.butterworth(cutoff: 6)).apply(to: seen),
        ]
    }

    private func frame(_ time: Duration, _ pose: Pose?) -> PoseSequence.Frame {
        PoseSequence.Frame(
            index: delayed.count, time: time,
            people: pose.map { [TrackedPerson(id: 1, pose: $0)] } ?? [])
    }
}
