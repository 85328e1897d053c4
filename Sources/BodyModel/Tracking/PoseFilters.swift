import PoiseGeometry
import PoiseLandmarkPipeline
import PoiseBody
import PoiseMotion

/// The filters of one person: of all landmarks in the image and in space, their visibility, the mask, and the two points that
/// give the next region of interest. Constants of MediaPipe's `pose_landmark_filtering` graph, but for the deadband.
struct PoseFilters: SubjectFilter {
    private var joints: JointFilter
    private var auxiliary: [PointFilter]
    private var deadbands = [DeadbandFilter(), DeadbandFilter()]
    /// How far the region's points may go before the region follows, in sizes of the person.
    private let deadband: Double
    private var visibilities: [LowPassFilter]
    private var masks = MaskSmoothing()

    /// The filters of the joints.
    private enum JointFilter {
        case oneEuro(OneEuroPoseFilter)
        case kalman(KalmanPoseFilter)
        case none
    }

    private static let auxiliaryParameters = OneEuroFilter.Parameters(minimumCutoff: 0.01, beta: 10)
    private static let visibilityAlpha = 0.1

    init(_ smoothing: Smoothing, deadband: Double) {
        self.deadband = deadband
        joints =
            switch smoothing {
            case .oneEuro(let constants): .oneEuro(OneEuroPoseFilter(constants))
            case .kalman(let delay, let model): .kalman(KalmanPoseFilter(model, delay: delay))
            case .none: .none
            }
        auxiliary = Array(repeating: PointFilter(PoseFilters.auxiliaryParameters), count: 2)
        visibilities = Array(repeating: LowPassFilter(), count: Joint.allCases.count)
    }

    mutating func nextRegion(after observation: Observation<Pose>, in size: ImageSize, at time: Double)
        -> RegionOfInterest
    {
        let points = smoothed([observation.center, observation.circle], size: 2 * observation.radius, at: time)
        let rule = LandmarkSpec.body.nextRegion
        return rule.region(in: size) { index in
            let point = points[index == rule.from.points[0] ? 0 : 1]
            return SIMD2(Float(point.x), Float(point.y))
        }
    }

    /// Returns the points of the region, smoothed.
    ///
    /// - Parameter size: The unfiltered circle's diameter, pixels.
    private mutating func smoothed(_ points: [PixelPoint], size: Double, at time: Double) -> [PixelPoint] {
        guard size >= OneEuroPoseFilter.leastSize else { return points }
        return zip(auxiliary.indices, points).map { index, point in
            let place = auxiliary[index].apply(SIMD3(point.x, point.y, 0), at: time, speedScale: 1 / size)
            return deadbands[index].apply(PixelPoint(x: place.x, y: place.y), radius: deadband * size)
        }
    }

    mutating func apply(_ observation: Observation<Pose>, in image: ImageSize, at time: Double) -> [Pose] {
        let pose = observation.subject
        switch joints {
        case .none: return [pose]
        case .oneEuro(var filter):
            // Released for the time, so that its arrays are changed in place.
            joints = .none
            defer { joints = .oneEuro(filter) }
            let positions = filter.apply(pose, size: 2 * observation.radius, at: time)
            return [smoothingVisibility(of: pose).moved(to: positions, in: image)]
        case .kalman(var filter):
            joints = .none
            defer { joints = .kalman(filter) }
            return filter.apply(smoothingVisibility(of: pose), in: image, at: time)
        }
    }

    /// Returns the pose with its visibility and mask smoothed.
    private mutating func smoothingVisibility(of pose: Pose) -> Pose {
        var landmarks = pose.landmarks
        for index in landmarks.indices {
            landmarks[index].visibility = visibilities[index].apply(
                landmarks[index].visibility, alpha: PoseFilters.visibilityAlpha)
        }
        return Pose(
            landmarks: landmarks, world: pose.world, score: pose.score, presence: pose.presence, region: pose.region,
            mask: pose.mask.map { masks.apply($0) }, quality: pose.quality)
    }
}
