import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// Finds the people in a still image. It keeps nothing of other images, and belongs to one task at a time.
package protocol StillImageSearch {
    /// Returns the people in an image, best first.
    ///
    /// - Parameters:
    ///   - regions: Regions of interest in which people are; `nil` to detect people.
    ///   - isCancelled: Whether to end, asked before each run of a network.
    /// - Returns: `nil` when it was canceled.
    func poses(in image: ImageView, regions: [RegionOfInterest]?, isCancelled: () -> Bool) -> [Pose]?
}

/// Detects people in views of an image.
package protocol CandidateSource {
    /// Returns the people in a view of an image, best first, with regions of interest in the image.
    func candidates(in image: ImageView, through view: ViewTransform, minimumScore: Double) -> [DetectedPerson]
}

/// The detections of the network.
final class NetworkCandidates: CandidateSource {
    let detector: RegionDetector
    /// The last candidates; their memory is used again.
    private var found: [DetectedPerson] = []

    init(_ detector: RegionDetector) { self.detector = detector }

    func candidates(in image: ImageView, through view: ViewTransform, minimumScore: Double) -> [DetectedPerson] {
        found.removeAll(keepingCapacity: true)
        for detection in detector.detections(in: image, through: view, minimumScore: minimumScore) {
            found.append(
                DetectedPerson(
                    region: detector.region(of: detection, in: image.size), score: Double(detection.score)))
        }
        return found
    }
}

/// Finds the landmarks in a region of an image, and refines them.
package protocol RefinableLandmarker {
    /// Returns the landmarks in a region of an image.
    func landmarks(in region: RegionOfInterest, of image: ImageView) -> RawLandmarks
    /// Returns the last run of ``landmarks(in:of:)``.
    func lastRun(in region: RegionOfInterest, refined: RawLandmarks) -> LandmarkRun
    /// Returns the landmarks of a run and one more, on the region's mirror image.
    func landmarks(mirroring run: LandmarkRun, of image: ImageView) -> RawLandmarks
    /// Returns the mask of the last region; `nil` when masks are not computed.
    func lastMask() -> Mask?
}

extension RegionLandmarker: RefinableLandmarker {}

/// Finds people by a ``StillImageStrategy``: candidates, landmarks, acceptance.
package struct StillImagePipeline: StillImageSearch {
    private let source: any CandidateSource
    private let landmarker: any RefinableLandmarker
    private let strategy: StillImageStrategy
    private let corrector: PoseCorrector?
    private let minimumPresence: Double
    private let isLite: Bool
    private let people: Int
    /// The detector's score that the caller requires, in place of that of the stages.
    private let minimumScore: Double?

    package init(
        source: any CandidateSource, landmarker: any RefinableLandmarker, strategy: StillImageStrategy,
        corrector: PoseCorrector? = nil, isLite: Bool, options: PoseEstimator.Options
    ) {
        self.source = source
        self.landmarker = landmarker
        self.strategy = strategy
        self.corrector = corrector
        self.isLite = isLite
        minimumPresence = options.minimumPresence
        people = options.people
        minimumScore = options.minimumDetectionConfidence
    }

    package func poses(
        in image: ImageView, regions: [RegionOfInterest]?, isCancelled: () -> Bool
    ) -> [Pose]? {
        let found =
            if let regions {
                people(in: regions, of: image, isCancelled: isCancelled)
            } else {
                people(in: image, isCancelled: isCancelled)
            }
        guard var poses = consume found else { return nil }
        for index in poses.indices { corrector?.correct(&poses[index]) }
        return poses
    }

    /// Searches the image stage by stage.
    private func people(in image: ImageView, isCancelled: () -> Bool) -> [Pose]? {
        var candidates = CandidateSet()
        var visited = VisitedRegions()
        for stage in strategy.stages {
            if case .qualityBelow(let quality) = stage.condition, candidates.count(from: quality) >= people { break }
            guard run(stage, on: image, &candidates, &visited, isCancelled: isCancelled) else { return nil }
        }
        guard strategy.refinesPeople else { return candidates.poses }
        candidates.keepBest(people)
        var poses: [Pose] = []
        for (pose, run) in zip(candidates.poses, candidates.runs) {
            if isCancelled() { return nil }
            let pose = refined(pose, run, image)
            if !poses.contains(where: { PoseMatcher.isDuplicate(pose, of: $0) }) { poses.append(pose) }
        }
        return poses
    }

    /// Returns the poses of the people in regions that the caller knows.
    private func people(
        in regions: [RegionOfInterest], of image: ImageView, isCancelled: () -> Bool
    ) -> [Pose]? {
        let acceptance = PoseAcceptance(minimumPresence: minimumPresence)
        var poses: [Pose] = []
        for region in regions where region.isUsable {
            if isCancelled() { return nil }
            let raw = landmarker.landmarks(in: region, of: image)
            guard acceptance.accepts(raw) else { continue }
            let pose = RegionProjection(region).pose(raw, score: 1, in: image.size, mask: landmarker.lastMask())
            poses.append(
                strategy.refinesPeople ? refined(pose, landmarker.lastRun(in: region, refined: raw), image) : pose)
        }
        return poses
    }

    /// Evaluates the detections in each view of a stage.
    ///
    /// As in MediaPipe, as many detections of a view are evaluated as people are wanted; a detection of a known person does not
    /// count. They come best first, so that a low minimum score changes nothing as long as there are enough strong detections.
    ///
    /// - Returns: `false` when it was canceled.
    private func run(
        _ stage: ProposalStage, on image: ImageView, _ candidates: inout CandidateSet, _ visited: inout VisitedRegions,
        isCancelled: () -> Bool
    ) -> Bool {
        let acceptance = PoseAcceptance(
            minimumPresence: minimumPresence, minimumQuality: stage.threshold.minimumQuality(isLite: isLite))
        for index in 0..<stage.views.count {
            if isCancelled() { return false }
            let view = stage.views.transform(index, of: image.size)
            var attempts = 0
            for candidate in source.candidates(
                in: image, through: view, minimumScore: minimumScore ?? stage.minimumScore)
            where attempts < people {
                attempts += 1
                let (region, score) = (candidate.region, candidate.score)
                guard region.isUsable, !strategy.refinesPeople || visited.insert(region) else { continue }
                if isCancelled() { return false }
                let raw = landmarker.landmarks(in: region, of: image)
                guard acceptance.accepts(raw) else { continue }
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
        return true
    }

    /// Returns a person's pose from the region that the landmarks show, if that is better, and from its mirror image.
    private func refined(_ pose: Pose, _ first: LandmarkRun, _ image: ImageView) -> Pose {
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

/// Finds people by a landmarker of the caller's, each once.
struct CustomStillImagePipeline: StillImageSearch {
    private let source: any CandidateSource
    private let landmarker: any PoseLandmarker
    private let people: Int
    private let minimumScore: Double

    init(source: any CandidateSource, landmarker: any PoseLandmarker, options: PoseEstimator.Options) {
        self.source = source
        self.landmarker = landmarker
        people = options.people
        minimumScore = options.minimumDetectionConfidence ?? AcceptanceThreshold.strongScore
    }

    func poses(in image: ImageView, regions: [RegionOfInterest]?, isCancelled: () -> Bool) -> [Pose]? {
        if isCancelled() { return nil }
        let candidates =
            regions.map { $0.map { DetectedPerson(region: $0, score: 1) } }
            ?? source.candidates(in: image, through: .whole(image.size), minimumScore: minimumScore)
        var poses: [Pose] = []
        for candidate in candidates where candidate.region.isUsable && (regions != nil || poses.count < people) {
            if isCancelled() { return nil }
            guard let pose = landmarker.pose(in: candidate.region, of: image, score: candidate.score),
                regions != nil || !poses.contains(where: { PoseMatcher.isDuplicate(pose, of: $0) })
            else { continue }
            poses.append(pose)
        }
        return poses
    }
}
