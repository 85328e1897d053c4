import Landmarks
import Motion

/// How the landmarks of people in a video are smoothed while it runs.
public enum Smoothing: String, Sendable, CaseIterable {
    /// MediaPipe's one-euro filters.
    case oneEuro
    /// Landmarks as the network gives them. The region of the next frame is smoothed all the same, as in MediaPipe.
    case none
}

/// The filters of one person: of all landmarks in the picture and in space, their visibility, and the two points that
/// give the next region. Constants of MediaPipe's `pose_landmark_filtering` graph.
struct LandmarkSmoothing {
    private var joints: [PointFilter]
    private var world: [PointFilter]
    private var auxiliary: [PointFilter]
    private var visibilities: [LowPassFilter]
    private let smoothing: Smoothing

    private static let jointParameters = OneEuroFilter.Parameters(minimumCutoff: 0.05, beta: 80)
    private static let worldParameters = OneEuroFilter.Parameters(minimumCutoff: 0.1, beta: 40)
    private static let auxiliaryParameters = OneEuroFilter.Parameters(minimumCutoff: 0.01, beta: 10)
    private static let visibilityAlpha = 0.1
    /// The size of a person below which nothing is smoothed, pixels.
    private static let leastSize = 1e-6

    init(_ smoothing: Smoothing) {
        self.smoothing = smoothing
        let count = Joint.allCases.count
        joints = Array(repeating: PointFilter(LandmarkSmoothing.jointParameters), count: count)
        world = Array(repeating: PointFilter(LandmarkSmoothing.worldParameters), count: count)
        auxiliary = Array(repeating: PointFilter(LandmarkSmoothing.auxiliaryParameters), count: 2)
        visibilities = Array(repeating: LowPassFilter(), count: count)
    }

    /// The middle of the hips and the point on the circle round the body, smoothed; both in pixels.
    ///
    /// - Parameter size: The unsmoothed circle's diameter, pixels.
    mutating func smooth(
        center: PixelPoint, circle: PixelPoint, size: Double, at time: Double
    ) -> (center: PixelPoint, circle: PixelPoint) {
        guard size >= LandmarkSmoothing.leastSize else { return (center, circle) }
        let points = zip(auxiliary.indices, [center, circle]).map { index, point in
            let place = auxiliary[index].apply(SIMD3(point.x, point.y, 0), at: time, speedScale: 1 / size)
            return PixelPoint(x: place.x, y: place.y)
        }
        return (points[0], points[1])
    }

    /// The pose, smoothed.
    mutating func smooth(_ pose: Pose, size: Double, width: Int, height: Int, at time: Double) -> Pose {
        guard smoothing == .oneEuro else { return pose }
        var landmarks = pose.landmarks
        var points = pose.world
        for index in landmarks.indices {
            let visibility = landmarks[index].visibility
            landmarks[index].visibility = visibilities[index].apply(
                visibility, alpha: LandmarkSmoothing.visibilityAlpha)
            let space = world[index].apply(SIMD3(points[index].x, points[index].y, points[index].z), at: time)
            points[index] = WorldPoint(x: space.x, y: space.y, z: space.z)
            guard size >= LandmarkSmoothing.leastSize else { continue }
            let landmark = landmarks[index]
            let place = joints[index].apply(
                SIMD3(landmark.position.x, landmark.position.y, landmark.z), at: time, speedScale: 1 / size)
            landmarks[index].position = PixelPoint(x: place.x, y: place.y)
            landmarks[index].z = place.z
            landmarks[index].isInsideImage =
                (0..<Double(width)).contains(place.x) && (0..<Double(height)).contains(place.y)
        }
        return Pose(
            landmarks: landmarks, world: points, score: pose.score, presence: pose.presence, region: pose.region,
            mask: pose.mask)
    }
}

/// One-euro filters for the coordinates of a point.
private struct PointFilter {
    private var x: OneEuroFilter
    private var y: OneEuroFilter
    private var z: OneEuroFilter

    init(_ parameters: OneEuroFilter.Parameters) {
        x = OneEuroFilter(parameters)
        y = OneEuroFilter(parameters)
        z = OneEuroFilter(parameters)
    }

    mutating func apply(_ point: SIMD3<Double>, at time: Double, speedScale: Double = 1) -> SIMD3<Double> {
        SIMD3(
            x.apply(point.x, at: time, speedScale: speedScale), y.apply(point.y, at: time, speedScale: speedScale),
            z.apply(point.z, at: time, speedScale: speedScale))
    }
}
