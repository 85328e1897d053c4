import PoiseGeometry
import PoiseImaging

/// Properties of a tracker.
package struct TrackerOptions: Sendable {
    /// The most subjects tracked, at least 1.
    package var maximumSubjects: Int
    /// Frames from one run of the detector to the next while a subject is tracked and more are wanted.
    package var detectionInterval: Int
    /// How long a lost subject keeps its id.
    package var maxLostDuration: Duration
    /// The longest time between two frames over which movement is followed; after a longer one filters begin anew.
    package var maxFrameGap: Duration
    /// Frames in a row in which a subject must be observed to be confirmed.
    package var framesToConfirm: Int
    /// The number of frames after which a frame is final.
    package var delayFrames: Int

    package init(
        maximumSubjects: Int, detectionInterval: Int, maxLostDuration: Duration, maxFrameGap: Duration,
        framesToConfirm: Int, delayFrames: Int
    ) {
        self.maximumSubjects = maximumSubjects
        self.detectionInterval = detectionInterval
        self.maxLostDuration = maxLostDuration
        self.maxFrameGap = maxFrameGap
        self.framesToConfirm = framesToConfirm
        self.delayFrames = delayFrames
    }
}

/// The state of a video: tracks, and when the detector last ran. A value; it holds no network.
///
/// A frame is processed in these steps. Each track's region of interest is evaluated. The detector runs when no subject is tracked
/// and, where more subjects are wanted than are tracked, every some frames; a detection away from the tracked subjects is a
/// lost subject that is back, or a new one. Observations are assigned to tracks by least cost. What the caller gives with a frame
/// comes back with its final subjects.
package struct Tracker<Filter: SubjectFilter, Payload: Sendable>: Sendable {
    package typealias Subject = Filter.Subject
    package typealias Frame = DelayLine<Subject, Payload>.Frame

    private let options: TrackerOptions
    /// All tracks, active or lost, by age.
    private var tracks: [Track<Filter>] = []
    private var nextID = 1
    /// The time of the last frame.
    package private(set) var lastTime: Duration?
    private var lastSize: ImageSize?
    private var framesSinceDetection = 0
    /// Whether the detector ran on the last frame.
    package private(set) var didRunDetector = false
    /// The frames whose subjects are not final.
    private var delayLine: DelayLine<Subject, Payload>
    /// The filters of a new track.
    private let filter: Filter
    /// The frame that became final with the last one.
    package private(set) var finalized: Frame?

    /// The distance from the middle of a tracked subject's circle, in units of the region, up to which a detection is of that
    /// subject. (A choice, not measured.)
    private static var sameCenterDistance: Double { 0.06 }

    /// - Parameter filter: The filters of a new track.
    package init(_ options: TrackerOptions, filter: Filter) {
        self.options = options
        self.filter = filter
        delayLine = DelayLine(delay: options.delayFrames)
    }

    /// Several subjects need prediction, search for lost ones, and association by cost; one follows MediaPipe's graph.
    private var tracksSeveral: Bool { options.maximumSubjects > 1 }

    /// Processes the next frame.
    ///
    /// - Parameters:
    ///   - time: Later than ``lastTime``.
    ///   - payload: What comes back with the final subjects.
    /// - Returns: The observed subjects, by id.
    package mutating func advance(
        _ image: ImageView, at time: Duration, with payload: Payload, source: some SubjectSource<Subject>
    ) -> [Tracked<Subject>] {
        precondition(lastTime.map { $0 < time } ?? true, "times advance")
        let now = time.inSeconds
        forgetAfterGap(before: time)
        lastTime = time
        followSize(of: image)

        let trackedCount = tracks.count { $0.region != nil }
        var observations = followed(in: image, at: now, source)
        let known = tracksSeveral ? observations.count : trackedCount
        for (region, detection) in proposals(in: image, known: known, observations, at: now, source)
        where observations.count < options.maximumSubjects {
            guard let seen = observe(region, of: image, detection: detection, as: .detector, source),
                !observations.contains(where: { seen.subject.isDuplicate(of: $0.subject) })
            else { continue }
            observations.append(seen)
        }
        let subjects = assigned(markingOcclusion(observations, at: now), at: now).map { index, observation in
            var subjects = tracks[index].update(observation, in: image.size, at: time)
            let subject = subjects.popLast() ?? observation.subject
            delayLine.revise(tracks[index].id, subjects)
            return Tracked(
                id: tracks[index].id, subject: subject, unfiltered: observation.subject,
                isConfirmed: tracks[index].framesSeen >= options.framesToConfirm)
        }.sorted { $0.id < $1.id }
        finalized = delayLine.add(Frame(payload: payload, subjects: subjects))
        return subjects
    }

    /// Returns and releases the frame that became final with the last one.
    package mutating func takeFinalized() -> Frame? {
        defer { finalized = nil }
        return finalized
    }

    /// Returns a tracker that goes on from here with another payload. The frames that are not final stay with this one.
    package func continued<Other>(with _: Other.Type) -> Tracker<Filter, Other> {
        var other = Tracker<Filter, Other>(options, filter: filter)
        other.tracks = tracks
        other.nextID = nextID
        other.lastTime = lastTime
        other.lastSize = lastSize
        other.framesSinceDetection = framesSinceDetection
        return other
    }

    /// Returns and removes the frames that are not final: no frame follows.
    package mutating func flush() -> [Frame] { delayLine.flush() }

    // MARK: Steps of a frame

    /// Removes tracks that were lost for too long; after a long gap resets the movement of all.
    private mutating func forgetAfterGap(before time: Duration) {
        let limit = options.maxLostDuration.inSeconds
        tracks.removeAll { $0.region == nil && time.inSeconds - $0.lastSeen > limit }
        guard let lastTime, time - lastTime > options.maxFrameGap else { return }
        for index in tracks.indices { tracks[index].reset(filter) }
    }

    /// Scales the tracks to images of another size.
    private mutating func followSize(of image: ImageView) {
        if let lastSize, lastSize != image.size {
            let scale = ImageScale(from: lastSize, to: image.size)
            for index in tracks.indices { tracks[index].rescale(scale, filter) }
        }
        lastSize = image.size
    }

    /// Returns the subjects in the regions of the tracks, each once, and those that were lost a moment ago at their expected
    /// places.
    private func followed(
        in image: ImageView, at time: Double, _ source: some SubjectSource<Subject>
    ) -> [Observation<Subject>] {
        var observations: [Observation<Subject>] = []
        for (index, track) in tracks.enumerated() {
            let predicted = tracksSeveral ? track.predictedRegion(at: time) : track.region
            guard let region = track.region == nil ? nil : predicted,
                let seen = observe(region, of: image, last: track.lastSubject, as: .tracked([index]), source)
            else { continue }
            // Two regions that have come to show one subject.
            if let other = observations.firstIndex(where: { $0.subject.isSame(as: seen.subject) }) {
                observations[other] = observations[other].merged(with: seen)
            } else {
                observations.append(seen)
            }
        }
        guard tracksSeveral else { return observations }
        for track in tracks
        where track.wasLostRecently(at: time) && observations.count < options.maximumSubjects {
            let region = track.predictedRegion(at: time)
            guard let seen = observe(region, of: image, last: track.lastSubject, as: .coasting, source),
                !observations.contains(where: { $0.subject.isSame(as: seen.subject) })
            else { continue }
            observations.append(seen)
        }
        return observations
    }

    /// Returns the detections of subjects that are not observed yet; none when the detector need not run.
    private mutating func proposals(
        in image: ImageView, known: Int, _ observations: [Observation<Subject>], at time: Double,
        _ source: some SubjectSource<Subject>
    ) -> [(region: RegionOfInterest, detection: Detection)] {
        framesSinceDetection += 1
        let isDue = framesSinceDetection >= options.detectionInterval
        didRunDetector =
            known == 0
            || known < options.maximumSubjects && (isDue || tracks.contains { $0.wasLostRecently(at: time) })
        guard didRunDetector else { return [] }
        framesSinceDetection = 0
        return source.detections(in: image).prefix(options.maximumSubjects + known).filter { region, _ in
            region.isUsable
                && !observations.contains { observation in
                    let (x, y) = (region.center.x - observation.center.x, region.center.y - observation.center.y)
                    return (x * x + y * y).squareRoot() < Self.sameCenterDistance * region.size
                }
        }
    }

    private func observe(
        _ region: RegionOfInterest, of image: ImageView, last: Subject? = nil, detection: Detection? = nil,
        as kind: Observation<Subject>.Source, _ source: some SubjectSource<Subject>
    ) -> Observation<Subject>? {
        guard region.isUsable,
            let (subject, center, circle, appearance) = source.observe(
                region, of: image, last: last, detection: detection)
        else { return nil }
        return Observation(kind, subject, center: center, circle: circle, appearance: appearance)
    }

    /// Returns the observations, marked where one subject covers another: one that is observed, or one that was lost there.
    private func markingOcclusion(
        _ observations: [Observation<Subject>], at time: Double
    ) -> [Observation<Subject>] {
        let hidden = tracks.filter { $0.wasLostRecently(at: time) }.map { $0.predictedRegion(at: time).center }
        return observations.indices.map { index in
            var observation = observations[index]
            observation.isOccluded =
                hidden.contains { observation.covers($0) }
                || observations.indices.contains { $0 != index && observations[$0].covers(observation) }
            return observation
        }
    }

    /// Assigns each observation to a track, old or new. Tracks without an observation are lost.
    private mutating func assigned(
        _ observations: [Observation<Subject>], at time: Double
    ) -> [(track: Int, observation: Observation<Subject>)] {
        // Behind the tracks, one column for each observation stands for none of them.
        let costs = observations.map { observation in
            if !tracksSeveral, case .tracked = observation.source {
                // As in MediaPipe: the region of the track shows its subject.
                return (0..<tracks.count + observations.count).map {
                    observation.isFrom($0) ? 0 : AssociationCost.impossible
                }
            }
            return tracks.indices.map { index in
                AssociationCost.cost(
                    of: observation, for: tracks[index], isOwn: observation.isFrom(index), at: time)
            } + observations.map { _ in AssociationCost.unassigned(observation.source) }
        }
        var result: [(track: Int, observation: Observation<Subject>)] = []
        let trackCount = tracks.count
        for (observation, column) in zip(observations, HungarianAssignment.solve(costs)) {
            if column < trackCount {
                if tracks[column].region == nil { tracks[column].reactivate(filter, at: time) }
                result.append((column, observation))
            } else if observation.source == .detector {
                tracks.append(Track(id: nextID, observation, at: time, filter: filter))
                nextID += 1
                result.append((tracks.count - 1, observation))
            }
        }
        for index in tracks.indices where !result.contains(where: { $0.track == index }) { tracks[index].markLost() }
        return result
    }
}

/// Frames that fixed-lag filters have not finalized yet, each with what its caller gave with it.
package struct DelayLine<Subject: Sendable, Payload: Sendable>: Sendable {
    /// A frame of the line.
    package struct Frame: Sendable {
        /// What the caller gave with the frame.
        package let payload: Payload
        /// By id.
        package var subjects: [Tracked<Subject>]
    }

    private let delay: Int
    private var frames: [Frame] = []

    /// - Parameter delay: The number of frames after which a frame is final.
    package init(delay: Int) { self.delay = delay }

    /// Replaces a subject in the last frames.
    ///
    /// - Parameters:
    ///   - id: The subject's id.
    ///   - subjects: The subject in the last frames, in all of which it was observed, the newest last.
    mutating func revise(_ id: Int, _ subjects: [Subject]) {
        for (back, subject) in subjects.reversed().enumerated() where back < frames.count {
            let frame = frames.count - 1 - back
            guard let index = frames[frame].subjects.firstIndex(where: { $0.id == id }) else { continue }
            frames[frame].subjects[index].subject = subject
        }
    }

    /// Adds the newest frame.
    ///
    /// - Returns: The frame that becomes final by it; `nil` as long as there are fewer than the delay.
    mutating func add(_ frame: Frame) -> Frame? {
        frames.append(frame)
        return frames.count > delay ? frames.removeFirst() : nil
    }

    /// Removes and returns all frames, by time.
    mutating func flush() -> [Frame] {
        defer { frames = [] }
        return frames
    }
}

/// A subject of a track in a frame.
package struct Tracked<Subject: Sendable>: Sendable {
    /// The id of the track, from 1; it is not used again.
    package let id: Int
    /// Filtered.
    package var subject: Subject
    /// As observed in this frame alone.
    package let unfiltered: Subject
    /// Whether the subject has been observed in enough frames in a row not to be a mistake.
    package let isConfirmed: Bool
}
