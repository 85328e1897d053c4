import Landmarks
import Motion

/// The filters of one person: of all landmarks in the picture and in space, their visibility, the mask, and the two points
/// that give the next region. Constants of MediaPipe's `pose_landmark_filtering` graph, but for the play of the region.
struct LandmarkSmoothing {
    private var joints: JointFilter
    private var auxiliary: [PointFilter]
    private var held = [PlayFilter(), PlayFilter()]
    /// How far the region's points may go before it follows, in sizes of the person.
    private let regionPlay: Double
    private var visibilities: [LowPassFilter]
    private var masks = MaskSmoothing()

    /// What smooths the joints.
    private enum JointFilter {
        case oneEuro(OneEuroPoses)
        case kalman(KalmanPoses)
        case none
    }

    private static let auxiliaryParameters = OneEuroFilter.Parameters(minimumCutoff: 0.01, beta: 10)
    private static let visibilityAlpha = 0.1

    init(_ smoothing: Smoothing, regionPlay: Double) {
        self.regionPlay = regionPlay
        joints =
            switch smoothing {
            case .oneEuro(let constants): .oneEuro(OneEuroPoses(constants))
            case .kalman(let delay, let model): .kalman(KalmanPoses(model, delay: delay))
            case .none: .none
            }
        auxiliary = Array(repeating: PointFilter(LandmarkSmoothing.auxiliaryParameters), count: 2)
        visibilities = Array(repeating: LowPassFilter(), count: Joint.allCases.count)
    }

    /// The middle of the hips and the point on the circle round the body, smoothed; both in pixels.
    ///
    /// - Parameter size: The unsmoothed circle's diameter, pixels.
    mutating func smooth(
        center: PixelPoint, circle: PixelPoint, size: Double, at time: Double
    ) -> (center: PixelPoint, circle: PixelPoint) {
        guard size >= OneEuroPoses.leastSize else { return (center, circle) }
        let points = zip(auxiliary.indices, [center, circle]).map { index, point in
            let place = auxiliary[index].apply(SIMD3(point.x, point.y, 0), at: time, speedScale: 1 / size)
            return held[index].apply(PixelPoint(x: place.x, y: place.y), play: regionPlay * size)
        }
        return (points[0], points[1])
    }

    /// The pose, smoothed; before it the poses of the frames just before, where this one tells more of them, in their order.
    mutating func smooth(_ pose: Pose, size: Double, width: Int, height: Int, at time: Double) -> [Pose] {
        switch joints {
        case .none: return [pose]
        case .oneEuro(var filter):
            // Given up for the time, so that its arrays are changed in place.
            joints = .none
            defer { joints = .oneEuro(filter) }
            let places = filter.apply(pose, size: size, at: time)
            return [smoothingSight(of: pose).moved(to: places, width: width, height: height)]
        case .kalman(var filter):
            joints = .none
            defer { joints = .kalman(filter) }
            return filter.apply(smoothingSight(of: pose), width: width, height: height, at: time)
        }
    }

    /// The pose with its visibility and mask smoothed.
    private mutating func smoothingSight(of pose: Pose) -> Pose {
        var landmarks = pose.landmarks
        for index in landmarks.indices {
            landmarks[index].visibility = visibilities[index].apply(
                landmarks[index].visibility, alpha: LandmarkSmoothing.visibilityAlpha)
        }
        return Pose(
            landmarks: landmarks, world: pose.world, score: pose.score, presence: pose.presence, region: pose.region,
            mask: pose.mask.map { masks.apply($0) }, quality: pose.quality)
    }
}
