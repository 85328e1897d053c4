import PoiseGeometry
import PoiseLandmarkPipeline
import PoiseBody
import PoiseMotion

/// The filters of one person's track: of the pose, and of the two points that give the next region of interest. Constants of
/// MediaPipe's `pose_landmark_filtering` graph, but for the deadband.
struct BodyFilter: SubjectFilter {
    private var pose: any PoseFilter
    private var auxiliary: [PointFilter]
    private var deadbands = [DeadbandFilter(), DeadbandFilter()]
    /// How far the region's points may go before the region follows, in sizes of the person.
    private let deadband: Double

    private static let auxiliaryParameters = OneEuroFilter.Parameters(minimumCutoff: 0.01, beta: 10)

    init(_ pose: any PoseFilter, deadband: Double) {
        self.pose = pose
        self.deadband = deadband
        auxiliary = Array(repeating: PointFilter(BodyFilter.auxiliaryParameters), count: 2)
    }

    mutating func nextRegion(
        after observation: Observation<Pose>, in size: ImageSize, at time: Duration
    ) -> RegionOfInterest {
        let points = smoothed(
            [observation.center, observation.circle], size: 2 * observation.radius, at: time.inSeconds)
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

    mutating func apply(_ observation: Observation<Pose>, in size: ImageSize, at time: Duration) -> [Pose] {
        pose.apply(
            observation.subject,
            in: FilteredFrame(time: time, imageSize: size, personSize: 2 * observation.radius))
    }
}
