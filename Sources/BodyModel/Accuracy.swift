import PoiseImaging
import PoiseLandmarkPipeline

/// The level of accuracy: MediaPipe's results, better results from the same work, or more work.
///
/// PCK@.1 is the share of joints within a tenth of the person's box. The figures are from experiments on 850 photos with known
/// joints (gymnastics, portraits, everyday scenes), full model.
public enum Accuracy: String, Sendable, CaseIterable {
    /// MediaPipe's results, to the digit.
    case reference
    /// The same runs of the same networks, their outputs used better: about 2.7 points of PCK@.1 more in still images, and 1.3
    /// in videos.
    case balanced
    /// More runs of the networks: still images are also searched turned, mirrored and in parts, and every region is also
    /// evaluated mirrored; PCK@.1 rises from 70.2 to 77.8. A still image takes two to twelve times as long, a frame of a video
    /// twice.
    case best
}

extension Accuracy {
    /// The strategy for still images.
    package var stillImageStrategy: StillImageStrategy {
        switch self {
        case .reference:
            StillImageStrategy(
                stages: [.upright(minimumScore: 0.5, .presence)], heatmapDecoder: MediaPipeSoftArgmax())
        case .balanced:
            StillImageStrategy(stages: [.upright(minimumScore: 0.15, .upright)], heatmapDecoder: GlobalArgmax())
        case .best:
            StillImageStrategy(
                stages: [.upright(minimumScore: 0.15, .upright), .rotated(below: 0.7), .tiles(below: 0.6)],
                heatmapDecoder: GlobalArgmax(), refinesPeople: true)
        }
    }

    /// Returns what finds people in frames of a video.
    ///
    /// - Parameter detector: A detector of the caller's; `nil` for the network.
    func videoSource(
        _ landmarks: LandmarkNetwork, _ detector: (any PersonDetector)?, _ options: PoseTracker.Options
    ) throws(PoseSetupError) -> BodySource {
        let landmarker = RegionLandmarker(
            landmarks.plan, threads: options.threads, heatmapDecoder: videoHeatmapDecoder,
            usesFlipEnsemble: self == .best)
        let minimumPresence = options.minimumPresence
        let corrector = try corrector(options.spaceCorrection, landmarks)
        guard self == .best else {
            return BodySource(
                proposer: try options.proposer(detector) { $0 },
                observer: NetworkObserver(landmarker, corrector: corrector, minimumPresence: minimumPresence))
        }
        return BodySource(
            proposer: try options.proposer(detector) { RotatedViewDetector(detector: $0) },
            observer: NetworkObserver(
                RefiningLandmarker(landmarker: landmarker, minimumPresence: minimumPresence), corrector: corrector,
                minimumPresence: minimumPresence,
                turnedQuality: AcceptanceThreshold.rotated.minimumQuality(isLite: landmarks.isLite)))
    }

    /// Returns what corrects each pose in space; `nil` where nothing does: the networks of the correction have seen the full model's
    /// results at the other levels.
    func corrector(
        _ correction: SpaceCorrection, _ landmarks: LandmarkNetwork
    ) throws(PoseSetupError) -> PoseCorrector? {
        self == .reference || landmarks.isLite || correction != .frame ? nil : try PoseCorrector()
    }

    /// The image of a frame in which people are tracked: at ``reference`` the one that the video's source converts, as OpenCV
    /// does; otherwise the pixels where they lie.
    func view(of frame: some TimedImage) -> ImageView { self == .reference ? ImageView(frame.image) : frame.view }

    /// The decoder of heatmaps for frames of a video.
    var videoHeatmapDecoder: any HeatmapDecoder {
        switch self {
        case .reference: MediaPipeSoftArgmax()
        case .balanced, .best: SquaredSoftArgmax()
        }
    }

    /// How far a person may drift in a video before the region follows, in sizes of the person.
    ///
    /// The landmarks of a person who keeps still drift with the region, which MediaPipe's filters let settle for many seconds: with
    /// the region at rest they jitter by a third less on clips of the mannequin, and lag no more. The network sees a person equally
    /// well who is a fiftieth off the middle.
    var regionDeadband: Double { self == .reference ? 0 : 0.02 }
}
