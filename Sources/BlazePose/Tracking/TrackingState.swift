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
    /// What is seen of somebody whom a region of an RGB picture should show, and the region in which it was seen.
    ///
    /// - Parameter lastQuality: How well the person was seen in the frame before; `nil` for somebody new.
    func look(at region: Region, of image: Image, lastQuality: Double?) -> (raw: RawLandmarks, region: Region)
    /// The mask of the region that was looked at last; `nil` when none was asked for.
    func lastMask(in region: Region, of image: Image) -> Mask?
}

extension LandmarkFinder {
    package func look(
        at region: Region, of image: Image, lastQuality: Double?
    ) -> (raw: RawLandmarks, region: Region) { (landmarks(in: region, of: image), region) }
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
    /// Of those whom the detector found in turned frames.
    private let turnedJudge: PoseJudge
    /// Everybody tracked or lost, by age.
    private(set) var tracks: [Track] = []
    private var nextID = 1
    private var lastTime: Duration?
    private var lastSize: PoseSequence.FrameSize?
    private var framesSinceDetection = 0
    /// Whether the detector ran on the last frame.
    package private(set) var ranDetector = false
    /// The frames whose people are not final.
    private var held: HeldFrames
    /// The filters of somebody new.
    private let smoothing: LandmarkSmoothing
    /// The frame that became final with the last one.
    package private(set) var settled: TrackedFrame?

    /// How near to the middle of a tracked person's hips a detection is of that person, in units of the region.
    private static let sameCenterDistance = 0.06

    /// - Parameter turnedQuality: The mean height of the limbs' peaks from which those count whom the detector found in turned
    ///   frames; `nil` for any.
    package init(_ options: PoseTracker.Options, turnedQuality: Double? = nil) {
        self.options = options
        smoothing = LandmarkSmoothing(options.smoothing, regionPlay: options.accuracy.regionPlay)
        held = HeldFrames(delay: options.smoothing.delayFrames)
        judge = PoseJudge(minimumPresence: options.minimumPresence)
        turnedJudge = PoseJudge(minimumPresence: options.minimumPresence, minimumQuality: turnedQuality)
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
        followSize(of: image)

        let trackedCount = tracks.count { $0.region != nil }
        var sightings = followed(in: image, at: now, landmarker: landmarker)
        let known = options.people > 1 ? sightings.count : trackedCount
        for (region, detection) in candidates(in: image, known: known, sightings: sightings, at: now, finder: finder)
        where sightings.count < options.people {
            guard let seen = look(at: region, of: image, detection: detection, origin: .detected, landmarker),
                !sightings.contains(where: { PoseJudge.isKnown(seen.pose, as: $0.pose) })
            else { continue }
            sightings.append(seen)
        }
        let people = assigned(markingCrowds(sightings, at: now), at: now).map { index, sighting in
            var poses = tracks[index].observe(sighting, width: image.width, height: image.height, at: now)
            let pose = poses.popLast() ?? sighting.pose
            held.revise(tracks[index].id, poses)
            return TrackedPerson(
                id: tracks[index].id, pose: pose, unfiltered: sighting.pose,
                isConfirmed: tracks[index].framesSeen >= options.framesToConfirm)
        }.sorted { $0.id < $1.id }
        settled = held.add(TrackedFrame(time: time, people: people))
        return people
    }

    /// The frames whose people are not final, which are given up: nothing comes after them.
    package mutating func finish() -> [TrackedFrame] { held.removeAll() }

    // MARK: Steps of a frame

    /// After a long time nothing is known of how people moved, and who was lost is gone.
    private mutating func forgetAfterJump(to time: Duration) {
        tracks.removeAll { $0.region == nil && time.seconds - $0.lastSeen > options.lostTime.seconds }
        guard let lastTime, time - lastTime > options.longestStep else { return }
        for index in tracks.indices { tracks[index].reset(smoothing) }
    }

    /// Moves what is known of people into images of another size.
    private mutating func followSize(of image: Image) {
        let size = PoseSequence.FrameSize(width: image.width, height: image.height)
        if let lastSize, lastSize != size {
            let scale = ImageScale(from: lastSize, to: size)
            for index in tracks.indices { tracks[index].rescale(scale, smoothing) }
        }
        lastSize = size
    }

    /// Whom the regions of the frame before show, each person once, and those who were lost a moment ago where they must
    /// be now.
    private func followed(
        in image: Image, at time: Double, landmarker: some LandmarkFinder
    ) -> [Sighting] {
        var sightings: [Sighting] = []
        for (index, track) in tracks.enumerated() {
            let predicted = options.people > 1 ? track.predictedRegion(at: time) : track.region
            guard let region = track.region == nil ? nil : predicted,
                let seen = look(at: region, of: image, last: track.lastPose, origin: .tracked([index]), landmarker)
            else { continue }
            // Two regions that came to show one person.
            if let other = sightings.firstIndex(where: { PoseJudge.isSamePerson($0.pose, seen.pose) }) {
                sightings[other] = sightings[other].merged(with: seen)
            } else {
                sightings.append(seen)
            }
        }
        guard options.people > 1 else { return sightings }
        for track in tracks where track.wasLostRecently(at: time) && sightings.count < options.people {
            let region = track.predictedRegion(at: time)
            guard let seen = look(at: region, of: image, last: track.lastPose, origin: .expected, landmarker),
                !sightings.contains(where: { PoseJudge.isSamePerson($0.pose, seen.pose) })
            else { continue }
            sightings.append(seen)
        }
        return sightings
    }

    /// Where the detector sees people who are not seen yet; nowhere when it need not run.
    private mutating func candidates(
        in image: Image, known: Int, sightings: [Sighting], at time: Double, finder: some PersonFinder
    ) -> [(region: Region, detection: Detection)] {
        framesSinceDetection += 1
        let isDue = framesSinceDetection >= options.detectionInterval
        ranDetector =
            known == 0 || known < options.people && (isDue || tracks.contains { $0.wasLostRecently(at: time) })
        guard ranDetector else { return [] }
        framesSinceDetection = 0
        return finder.detections(in: image).prefix(options.people + known).compactMap { detection in
            let region = detection.region(width: image.width, height: image.height)
            guard region.isUsable,
                !sightings.contains(where: { sighting in
                    let (x, y) = (region.center.x - sighting.center.x, region.center.y - sighting.center.y)
                    return (x * x + y * y).squareRoot() < TrackingState.sameCenterDistance * region.size
                })
            else { return nil }
            return (region, detection)
        }
    }

    /// Looks at a person who was there in the frame before, or at somebody whom the detector found.
    private func look(
        at region: Region, of image: Image, last: Pose? = nil, detection: Detection? = nil, origin: Sighting.Origin,
        _ landmarker: some LandmarkFinder
    ) -> Sighting? {
        guard region.isUsable else { return nil }
        let (raw, region) = landmarker.look(at: region, of: image, lastQuality: last.flatMap { $0.quality ?? 0 })
        guard (detection?.isOfTurnedView == true ? turnedJudge : judge).accepts(raw) else { return nil }
        let score = last?.score ?? Double(detection?.score ?? 0)
        let projection = LandmarkProjection(region)
        let pose = projection.pose(raw, score: score, in: image, mask: landmarker.lastMask(in: region, of: image))
        return Sighting(
            origin: origin, pose: pose, center: projection.pixel(raw.points[RawLandmarks.auxiliary.center]),
            circle: projection.pixel(raw.points[RawLandmarks.auxiliary.circle]),
            appearance: Appearance(pose, in: image))
    }

    /// The sightings, marked where somebody covers somebody else: one who is seen, or who was lost there.
    private func markingCrowds(_ sightings: [Sighting], at time: Double) -> [Sighting] {
        let hidden = tracks.filter { $0.wasLostRecently(at: time) }.map { $0.predictedRegion(at: time).center }
        return sightings.indices.map { index in
            var sighting = sightings[index]
            sighting.isCrowded =
                hidden.contains { sighting.covers($0) }
                || sightings.indices.contains { $0 != index && sightings[$0].covers(sighting) }
            return sighting
        }
    }

    /// Who was seen: each sighting with its track, old or new. Who was not seen is lost.
    private mutating func assigned(_ sightings: [Sighting], at time: Double) -> [(track: Int, sighting: Sighting)] {
        // Behind the tracks, for each sighting a column that stands for nobody of them.
        let costs = sightings.map { sighting in
            if options.people == 1, case .tracked = sighting.origin {
                // As MediaPipe: the one who is followed is whom the region shows.
                return (0..<tracks.count + sightings.count).map { sighting.isOf($0) ? 0 : SightingCost.impossible }
            }
            return tracks.indices.map { index in
                SightingCost.cost(
                    of: sighting, for: tracks[index], isOwn: sighting.isOf(index), at: time)
            } + sightings.map { _ in SightingCost.ofNobody(sighting.origin) }
        }
        var result: [(track: Int, sighting: Sighting)] = []
        let trackCount = tracks.count
        for (sighting, column) in zip(sightings, Assignment.solve(costs)) {
            if column < trackCount {
                if tracks[column].region == nil { tracks[column].regain(smoothing, at: time) }
                result.append((column, sighting))
            } else if sighting.origin == .detected {
                tracks.append(Track(id: nextID, sighting, at: time, smoothing: smoothing))
                nextID += 1
                result.append((tracks.count - 1, sighting))
            }
        }
        for index in tracks.indices where !result.contains(where: { $0.track == index }) { tracks[index].lose() }
        return result
    }
}

extension Duration {
    /// In seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
