import Imaging
import Landmarks

/// Finds people in a whole picture.
package protocol PersonFinder {
    /// The people in an RGB picture, best first, in its pixels.
    func detections(in image: Image) -> [Detection]
}

/// Finds the landmarks of the person in a region of a picture.
package protocol LandmarkFinder {
    /// What is seen in a region of an RGB picture.
    func landmarks(in region: Region, of image: Image) -> RawLandmarks
    /// The mask of the region that was looked at last; `nil` when none was asked for.
    func lastMask(in region: Region, of image: Image) -> Mask?
}

extension PersonDetector: PersonFinder {}
extension PoseLandmarker: LandmarkFinder {}

/// All that is remembered of a video: the people, and when the detector last ran. A value; it knows no network.
///
/// A frame goes like this. Each person who was there in the frame before is looked for where their landmarks said they
/// would be. The detector runs when nobody is tracked and, where more people are wanted than are tracked, every so many
/// frames; what it finds beside the tracked is a lost person who is back, or a new one.
package struct TrackingState {
    private let options: PoseTracker.Options
    private let judge: PoseJudge
    /// Everybody tracked or lost, by age.
    private(set) var tracks: [Track] = []
    private var nextID = 1
    private var lastTime: Duration?
    private var framesSinceDetection = 0
    /// Whether the detector ran on the last frame.
    package private(set) var ranDetector = false

    /// Overlap of two regions from which they show the same person.
    private static let sameRegionOverlap = 0.5
    /// How far from where a tracked person is expected one must be seen to be perhaps another, in units of the region.
    private static let clearDistance = 0.05
    /// How far from where a lost person is expected a found one may be to be the same, in units of their region, at once
    /// and more for every second.
    private static let returnDistance = (first: 0.3, perSecond: 0.3)

    package init(_ options: PoseTracker.Options) {
        self.options = options
        judge = PoseJudge(minimumPresence: options.minimumPresence)
    }

    /// Looks at the next frame.
    ///
    /// - Throws: ``TrackingError/timeDoesNotAdvance(last:given:)``; nothing has changed then.
    package mutating func advance(
        _ image: Image, at time: Duration, finder: some PersonFinder, landmarker: some LandmarkFinder
    ) throws(TrackingError) -> [TrackedPerson] {
        if let lastTime, time <= lastTime { throw .timeDoesNotAdvance(last: lastTime, given: time) }
        let now = time.seconds
        forgetAfterJump(to: time)
        lastTime = time

        let regions = candidates(in: image, at: now, finder: finder)
        var sightings: [Sighting] = []
        for index in tracks.indices {
            let predicted = options.people > 1 ? tracks[index].predictedRegion(at: now) : tracks[index].region
            guard let region = predicted else { continue }
            guard let seen = look(at: region, of: image, score: tracks[index].lastPose.score, landmarker) else {
                tracks[index].lose()
                continue
            }
            sightings.append(Sighting(track: index, observation: seen))
        }
        exchange(&sightings, at: now)
        handOver(&sightings, at: now)
        separate(&sightings, at: now)
        for (region, score) in regions where sightings.count < options.people {
            guard let seen = look(at: region, of: image, score: score, landmarker),
                !sightings.contains(where: { judge.isSamePerson($0.observation.pose, seen.pose) })
            else { continue }
            sightings.append(Sighting(track: track(for: seen.pose, at: now), observation: seen))
        }
        return sightings.map { sighting in
            let pose = tracks[sighting.track].observe(
                sighting.observation, width: image.width, height: image.height, at: now)
            return TrackedPerson(
                id: tracks[sighting.track].id, pose: pose, unfiltered: sighting.observation.pose,
                isConfirmed: tracks[sighting.track].framesSeen >= options.framesToConfirm)
        }.sorted { $0.id < $1.id }
    }

    /// A person seen in the frame.
    private struct Sighting {
        let track: Int
        let observation: Track.Observation
    }

    // MARK: Steps of a frame

    /// After a long time nothing is known of how people moved, and who was lost is gone.
    private mutating func forgetAfterJump(to time: Duration) {
        tracks.removeAll { $0.region == nil && time.seconds - $0.lastSeen > options.lostTime.seconds }
        guard let lastTime, time - lastTime > options.longestStep else { return }
        for index in tracks.indices { tracks[index].reset(options.smoothing) }
    }

    /// Where the detector sees people whom nobody looks for yet; nowhere when it need not run.
    private mutating func candidates(
        in image: Image, at time: Double, finder: some PersonFinder
    ) -> [(region: Region, score: Double)] {
        let tracked = tracks.compactMap(\.region)
        framesSinceDetection += 1
        let hasRoom = tracked.count < options.people
        let isDue = framesSinceDetection >= options.detectionInterval
        ranDetector = tracked.isEmpty || hasRoom && (isDue || tracks.contains { $0.wasLostRecently(at: time) })
        guard ranDetector else { return [] }
        framesSinceDetection = 0
        return finder.detections(in: image).prefix(options.people + tracked.count).compactMap { detection in
            let region = detection.region(width: image.width, height: image.height)
            guard region.isUsable,
                !tracked.contains(where: { $0.overlap(with: region) > TrackingState.sameRegionOverlap })
            else { return nil }
            return (region, Double(detection.score))
        }
    }

    private func look(
        at region: Region, of image: Image, score: Double, _ landmarker: some LandmarkFinder
    ) -> Track.Observation? {
        guard region.isUsable else { return nil }
        let raw = landmarker.landmarks(in: region, of: image)
        guard judge.accepts(raw) else { return nil }
        let projection = LandmarkProjection(region)
        return Track.Observation(
            pose: projection.pose(
                raw, score: score, in: image, mask: landmarker.lastMask(in: region, of: image)),
            center: projection.pixel(raw.points[RawLandmarks.auxiliary.center]),
            circle: projection.pixel(raw.points[RawLandmarks.auxiliary.circle]))
    }

    /// People who cross are seen in each other's regions: two tracks exchange what they saw where that fits better to how
    /// both moved.
    private func exchange(_ sightings: inout [Sighting], at time: Double) {
        for first in sightings.indices {
            for second in sightings.indices.dropFirst(first + 1) {
                let crossed = [
                    Sighting(track: sightings[first].track, observation: sightings[second].observation),
                    Sighting(track: sightings[second].track, observation: sightings[first].observation),
                ]
                let asSeen = distance(sightings[first], at: time) + distance(sightings[second], at: time)
                if crossed.reduce(0, { $0 + distance($1, at: time) }) < asSeen {
                    (sightings[first], sightings[second]) = (crossed[0], crossed[1])
                }
            }
        }
    }

    /// A track that came to look at a person lost a moment ago gives this one up to the track that expected them there.
    private mutating func handOver(_ sightings: inout [Sighting], at time: Double) {
        for lost in tracks.indices where tracks[lost].wasLostRecently(at: time) {
            for index in sightings.indices {
                let known = distance(sightings[index], at: time)
                let other = Sighting(track: lost, observation: sightings[index].observation)
                guard known > TrackingState.clearDistance, distance(other, at: time) < known / 2 else { continue }
                tracks[sightings[index].track].lose()
                sightings[index] = other
                break
            }
        }
    }

    /// Of two tracks that came to look at one person, the one that expected the person there keeps them; the other has
    /// lost its own.
    private mutating func separate(_ sightings: inout [Sighting], at time: Double) {
        var kept: [Sighting] = []
        for sighting in sightings.sorted(by: { distance($0, at: time) < distance($1, at: time) }) {
            if kept.contains(where: { judge.isSamePerson($0.observation.pose, sighting.observation.pose) }) {
                tracks[sighting.track].lose()
            } else {
                kept.append(sighting)
            }
        }
        sightings = kept
    }

    private func distance(_ sighting: Sighting, at time: Double) -> Double {
        tracks[sighting.track].distance(to: sighting.observation.pose, at: time)
    }

    /// The track of a person whom the detector found: of one who was lost near there, or a new one.
    private mutating func track(for pose: Pose, at time: Double) -> Int {
        let (first, perSecond) = TrackingState.returnDistance
        let lost = tracks.indices.filter { tracks[$0].region == nil && tracks[$0].lastSeen < time }
            .map { (index: $0, distance: tracks[$0].distance(to: pose, at: time)) }
            .filter { $0.distance < first + perSecond * (time - tracks[$0.index].lastSeen) }
        if let best = lost.min(by: { $0.distance < $1.distance }) {
            tracks[best.index].reset(options.smoothing)
            return best.index
        }
        tracks.append(Track(id: nextID, pose: pose, at: time, smoothing: options.smoothing))
        nextID += 1
        return tracks.count - 1
    }
}

extension Region {
    /// Area of the intersection over area of the union of the upright squares of the same centres and sizes, 0 to 1.
    func overlap(with other: Region) -> Double {
        func common(_ a: Double, _ b: Double) -> Double {
            max(0, min(a + size / 2, b + other.size / 2) - max(a - size / 2, b - other.size / 2))
        }
        let area = common(center.x, other.center.x) * common(center.y, other.center.y)
        let union = size * size + other.size * other.size - area
        return union > 0 ? area / union : 0
    }
}

extension Duration {
    /// In seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
