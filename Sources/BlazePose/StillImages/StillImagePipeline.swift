import Imaging
import Landmarks

/// The way from a picture to poses, without memory of other pictures: candidates, landmarks, judgement, as a ``Search`` says.
struct StillPipeline {
    private let detector: PersonDetector
    private let landmarker: PoseLandmarker
    private let search: Search
    private let minimumPresence: Double
    private let isLite: Bool
    private let people: Int
    /// What the caller asks of the detector's score, in place of what the search does.
    private let minimumScore: Double?

    init(networks: PoseNetworks, options: PoseEstimator.Options) {
        search = options.accuracy.search
        detector = PersonDetector(networks, threads: options.threads)
        landmarker = PoseLandmarker(networks, threads: options.threads, refinement: search.refinement)
        minimumPresence = options.minimumPresence
        isLite = networks.isLite
        people = max(options.people, 1)
        minimumScore = options.minimumDetectionConfidence
    }

    /// The people in an RGB picture, best first.
    func poses(in image: Image) -> [Pose] {
        var found = FoundPeople()
        var tried = TriedRegions()
        for source in search.stages {
            if let weak = source.weakQuality, found.count(from: weak) >= people { break }
            lookForPeople(in: image, from: source, &found, &tried)
        }
        guard search.looksAgain else { return found.poses }
        found.keepBest(people)
        var poses: [Pose] = []
        for (pose, run) in zip(found.poses, found.runs) {
            let pose = lookAgain(at: pose, run, image)
            if !poses.contains(where: { PoseJudge.isKnown(pose, as: $0) }) { poses.append(pose) }
        }
        return poses
    }

    /// Looks at what the detector sees in each view of a source.
    ///
    /// Of a view as many detections are looked at as people are wanted, as in MediaPipe; one that turns out to be a person
    /// that is there already does not count. They come best first, so that a low score from which they count changes nothing
    /// as long as there are enough strong ones.
    private func lookForPeople(
        in image: Image, from source: CandidateSource, _ found: inout FoundPeople, _ tried: inout TriedRegions
    ) {
        let isUpright = source.weakQuality == nil
        let judge = PoseJudge(
            minimumPresence: minimumPresence, minimumQuality: source.gate.minimumQuality(isLite: isLite))
        let minimumScore = minimumScore ?? source.minimumScore
        for number in 0..<PictureView.count(source.views) {
            let view = PictureView(source.views, number, width: image.width, height: image.height)
            var attempts = 0
            for detection in detector.detections(in: image, seenAs: view, minimumScore: minimumScore)
            where attempts < people {
                attempts += 1
                let region = detection.region(width: image.width, height: image.height)
                guard region.isUsable, !search.looksAgain || tried.insert(region) else { continue }
                let raw = landmarker.landmarks(in: region, of: image)
                guard judge.accepts(raw) else { continue }
                let score = Double(detection.score)
                var pose = LandmarkProjection(region).pose(raw, score: score, in: image, mask: nil)
                let isDoubtful = !isUpright || score < Gate.strongScore
                let known = found.person(of: pose, isDoubtful: isDoubtful && judge.minimumQuality != nil)
                if known != nil {
                    attempts -= 1
                } else if raw.quality < source.gate.minimumQualityOfSomebodyNew(isLite: isLite, score: score) {
                    continue
                }
                if let known, !search.looksAgain || found.poses[known].quality ?? 0 >= raw.quality { continue }
                if !search.looksAgain { pose.mask = landmarker.lastMask(of: image) }
                let run = search.looksAgain ? landmarker.lastRun(in: region, refined: raw) : nil
                if let known { found.replace(known, by: pose, run: run) } else { found.add(pose, run: run) }
            }
        }
    }

    /// A person looked at again: in the region that the landmarks show, if that is better, and in a mirror.
    private func lookAgain(at pose: Pose, _ first: PoseLandmarker.Run, _ image: Image) -> Pose {
        var run = first
        if let region = SecondPass.region(after: first.refined, in: first.region, of: image) {
            let raw = landmarker.landmarks(in: region, of: image)
            if SecondPass.isBetter(raw, than: first.refined, PoseJudge(minimumPresence: minimumPresence)) {
                run = landmarker.lastRun(in: region, refined: raw)
            }
        }
        var raw = landmarker.landmarks(mirroring: run, of: image)
        guard raw.isFinite else { return pose }
        WorldPull.apply(to: &raw)
        return LandmarkProjection(run.region).pose(
            raw, score: pose.score, in: image, mask: landmarker.lastMask(of: image))
    }
}

extension Region {
    /// Whether there is anything to be looked at: numbers, and a size.
    var isUsable: Bool { size > 0 && size.isFinite && center.x.isFinite && center.y.isFinite && rotation.isFinite }
}
