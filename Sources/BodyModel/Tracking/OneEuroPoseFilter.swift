import PoiseGeometry
import PoiseBody
import PoiseMotion

/// One-euro filters for a person's joints in the image and in space.
struct OneEuroPoseFilter: PoseFilter {
    private var joints: [PointFilter]
    private var world: [PointFilter]
    private var visibility = VisibilityFilter()

    /// The size of a person below which nothing is smoothed, pixels.
    static let leastSize = 1e-6

    init(_ constants: OneEuroConstants) {
        joints = Array(repeating: PointFilter(constants.landmarks), count: Joint.allCases.count)
        world = Array(repeating: PointFilter(constants.world), count: Joint.allCases.count)
    }

    mutating func apply(_ pose: Pose, in frame: FilteredFrame) -> [Pose] {
        let (size, time) = (frame.personSize, frame.seconds)
        var places = JointPositions(pose)
        for index in places.picture.indices {
            places.space[index] = world[index].apply(places.space[index], at: time)
            guard size >= OneEuroPoseFilter.leastSize else { continue }
            places.picture[index] = joints[index].apply(places.picture[index], at: time, speedScale: 1 / size)
        }
        return [visibility.apply(pose).moved(to: places, in: frame.imageSize)]
    }
}

/// The positions of a person's joints: in the image x, y and z in pixels, and in space in meters.
struct JointPositions {
    var picture: [SIMD3<Double>]
    var space: [SIMD3<Double>]

    init(_ pose: Pose) {
        picture = pose.landmarks.map { SIMD3($0.position.x, $0.position.y, $0.z) }
        space = pose.world.map { SIMD3($0.x, $0.y, $0.z) }
    }
}

extension Pose {
    /// Returns the pose with its joints moved, in an image of a size.
    func moved(to places: JointPositions, in size: ImageSize) -> Pose {
        var pose = self
        for (index, place) in places.picture.enumerated() {
            pose.landmarks[index].position = PixelPoint(x: place.x, y: place.y)
            pose.landmarks[index].z = place.z
            pose.landmarks[index].isInsideImage = size.contains(pose.landmarks[index].position)
        }
        pose.world = places.space.map { WorldPoint(x: $0.x, y: $0.y, z: $0.z) }
        return pose
    }
}

/// One-euro filters for the coordinates of a point.
struct PointFilter {
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
