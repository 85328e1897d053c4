import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// Finds the people in a still image by a ``StillImageStrategy``: candidates, landmarks, acceptance. It keeps nothing of other
/// images.
struct StillImagePipeline {
    private let detector: RegionDetector
    private let landmarker: RegionLandmarker
    private let strategy: StillImageStrategy
    private let minimumPresence: Double
    private let isLite: Bool
    private let people: Int
    /// The detector's score that the caller requires, in place of that of the stages.
    private let minimumScore: Double?

    init(networks: PoseNetworks, options: PoseEstimator.Options) {
        strategy = options.accuracy.stillImageStrategy
        detector = RegionDetector(networks.detector, threads: options.threads)
        landmarker = RegionLandmarker(
            networks.landmarks, threads: options.threads, heatmapDecoder: strategy.heatmapDecoder)
        minimumPresence = options.minimumPresence
        isLite = networks.isLite
        people = max(options.people, 1)
        minimumScore = options.minimumDetectionConfidence
    }

    /// Returns the people in an RGB image, best first.
    func poses(in image: Image) -> [Pose] {
        var candidates = CandidateSet()
        var visited = VisitedRegions()
        for stage in strategy.stages {
            if case .qualityBelow(let quality) = stage.condition, candidates.count(from: quality) >= people { break }
            run(stage, on: image, &candidates, &visited)
        }
        guard strategy.refinesPeople else { return candidates.poses }
        candidates.keepBest(people)
        var poses: [Pose] = []
        for (pose, run) in zip(candidates.poses, candidates.runs) {
            let pose = refined(pose, run, image)
            if !poses.contains(where: { PoseMatcher.isDuplicate(pose, of: $0) }) { poses.append(pose) }
        }
        return poses
    }

    /// Evaluates the detections in each view of a stage.
    ///
    /// As in MediaPipe, as many detections of a view are evaluated as people are wanted; a detection of a known person does not
    /// count. They come best first, so that a low minimum score changes nothing as long as there are enough strong detections.
    private func run(
        _ stage: ProposalStage, on image: Image, _ candidates: inout CandidateSet, _ visited: inout VisitedRegions
    ) {
        let acceptance = PoseAcceptance(
            minimumPresence: minimumPresence, minimumQuality: stage.threshold.minimumQuality(isLite: isLite))
        for index in 0..<stage.views.count {
            let view = stage.views.transform(index, of: image.size)
            var attempts = 0
            for detection in detector.detections(
                in: image, through: view, minimumScore: minimumScore ?? stage.minimumScore)
            where attempts < people {
                attempts += 1
                let region = detector.region(of: detection, in: image.size)
                guard region.isUsable, !strategy.refinesPeople || visited.insert(region) else { continue }
                let raw = landmarker.landmarks(in: region, of: image)
                guard acceptance.accepts(raw) else { continue }
                let score = Double(detection.score)
                var pose = RegionProjection(region).pose(raw, score: score, in: image.size, mask: nil)
                let isDoubtful = stage.isDoubtful || score < AcceptanceThreshold.strongScore
                let known = candidates.person(
                    of: pose, isDoubtful: isDoubtful && acceptance.minimumQuality != nil)
                if known != nil {
                    attempts -= 1
                } else if raw.quality < stage.threshold.minimumQualityOfNewPerson(isLite: isLite, score: score) {
                    continue
                }
                if let known, !strategy.refinesPeople || candidates.poses[known].quality ?? 0 >= raw.quality {
                    continue
                }
                if !strategy.refinesPeople { pose.mask = landmarker.lastMask() }
                let run = strategy.refinesPeople ? landmarker.lastRun(in: region, refined: raw) : nil
                if let known { candidates.replace(known, by: pose, run: run) } else { candidates.add(pose, run: run) }
            }
        }
    }

    /// Returns a person's pose from the region that the landmarks show, if that is better, and from its mirror image.
    private func refined(_ pose: Pose, _ first: RegionLandmarker.Run, _ image: Image) -> Pose {
        var run = first
        if let region = RegionRefinement.region(after: first.refined, in: first.region, of: image) {
            let raw = landmarker.landmarks(in: region, of: image)
            if RegionRefinement.isBetter(
                raw, than: first.refined, PoseAcceptance(minimumPresence: minimumPresence))
            {
                run = landmarker.lastRun(in: region, refined: raw)
            }
        }
        var raw = landmarker.landmarks(mirroring: run, of: image)
        guard raw.isFinite else { return pose }
        WorldLandmarkCorrection.apply(to: &raw)
        return RegionProjection(run.region).pose(raw, score: pose.score, in: image.size, mask: landmarker.lastMask())
    }
}

extension ProposalStage {
    /// Whether its candidates are doubtful, whatever their score.
    fileprivate var isDoubtful: Bool {
        if case .upright = views { false } else { true }
    }
}
