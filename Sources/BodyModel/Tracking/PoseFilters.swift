import PoiseBody
import PoiseGeometry
import PoiseLandmarkPipeline
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
        for index in places.image.indices {
            places.space[index] = world[index].apply(places.space[index], at: time)
            guard size >= OneEuroPoseFilter.leastSize else { continue }
            places.image[index] = joints[index].apply(places.image[index], at: time, speedScale: 1 / size)
        }
        return [visibility.apply(pose).moved(to: places, in: frame.imageSize)]
    }
}

/// The positions of a person's joints: in the image x, y and z in pixels, and in space in meters.
struct JointPositions {
    var image: [SIMD3<Double>]
    var space: [SIMD3<Double>]

    init(_ pose: Pose) {
        image = pose.landmarks.map { SIMD3($0.position.x, $0.position.y, $0.z) }
        space = pose.world.map { SIMD3($0.x, $0.y, $0.z) }
    }
}

extension Pose {
    /// Returns the pose with its joints moved, in an image of a size.
    func moved(to places: JointPositions, in size: ImageSize) -> Pose {
        var pose = self
        for (index, place) in places.image.enumerated() {
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

/// Kalman filters for a person's joints in the image and in space, whose results are final some frames later.
package struct KalmanPoseFilter: PoseFilter {
    package let delayFrames: Int
    /// For x, y and z of every joint, first in the image, then in space. `[2][33 * 3]`
    private var filters: [[FixedLagFilter]]
    /// The last poses, unfiltered, the newest last.
    private var poses: [Pose] = []
    private var visibility = VisibilityFilter()

    package init(_ model: ConstantVelocity, delay: Int) {
        delayFrames = max(delay, 0)
        let coordinates = 3 * Joint.allCases.count
        filters = Array(
            repeating: Array(repeating: FixedLagFilter(model, delay: delay), count: coordinates), count: 2)
    }

    /// Updates with a pose, and returns the last poses as they are estimated now: the one of ``delayFrames`` frames before, which
    /// is final, and all after it, the newest last.
    package mutating func apply(_ pose: Pose, in frame: FilteredFrame) -> [Pose] {
        let (pose, time) = (visibility.apply(pose), frame.seconds)
        if poses.count > delayFrames { poses.removeFirst() }
        poses.append(pose)
        let current = JointPositions(pose)
        var places = poses.map { JointPositions($0) }
        for joint in current.image.indices {
            for axis in 0..<3 {
                let filter = 3 * joint + axis
                let image = filters[0][filter].apply(current.image[joint][axis], at: time)
                let space = filters[1][filter].apply(current.space[joint][axis], at: time)
                for index in places.indices {
                    places[index].image[joint][axis] = image[index]
                    places[index].space[joint][axis] = space[index]
                }
            }
        }
        return zip(poses, places).map { $0.moved(to: $1, in: frame.imageSize) }
    }
}

/// Smooths a person's mask from frame to frame: where a new probability is uncertain, the old one counts for more.
///
/// MediaPipe's `SegmentationSmoothingCalculator` (mediapipe/calculators/image/segmentation_smoothing_calculator.cc), with
/// the ratio of its pose graphs.
package struct MaskSmoothing: Sendable {
    private var last: Mask?

    package init() {}

    /// The most that the old probability counts.
    private static let ratio: Float = 0.7
    /// Coefficients of a polynomial in (p - 1/2)², from the first power on: it approximates one minus the entropy of the
    /// probability p in bits.
    private static let certainty: [Float] = [5.68842, -0.748699, -57.8051, 291.309, -624.717]

    /// The smoothed mask. The first, and one of another size, passes as it is.
    package mutating func apply(_ mask: Mask) -> Mask {
        guard let before = last, before.width == mask.width, before.height == mask.height else {
            last = mask
            return mask
        }
        let smoothed = Mask(
            width: mask.width, height: mask.height,
            probabilities: zip(mask.probabilities, before.probabilities).map { new, old in
                new + (old - new) * MaskSmoothing.ratio * MaskSmoothing.uncertainty(new)
            })
        last = smoothed
        return smoothed
    }

    /// 1 where nothing is known, 0 where the probability is 0 or 1.
    private static func uncertainty(_ probability: Float) -> Float {
        let x = (probability - 0.5) * (probability - 0.5)
        return 1 - min(1, x * certainty.reversed().reduce(0) { $0 * x + $1 })
    }
}

/// No smoothing of landmarks and masks.
struct NoPoseFilter: PoseFilter {
    mutating func apply(_ pose: Pose, in frame: FilteredFrame) -> [Pose] { [pose] }
}

/// Smooths the visibility of the landmarks, and the mask, as MediaPipe does.
struct VisibilityFilter: Sendable {
    private var visibilities = Array(repeating: LowPassFilter(), count: Joint.allCases.count)
    private var masks = MaskSmoothing()

    /// MediaPipe's `VisibilitySmoothingCalculator`, as in its `pose_landmark_filtering` graph.
    private static let alpha = 0.1

    /// Returns the pose with its visibility and mask smoothed.
    mutating func apply(_ pose: Pose) -> Pose {
        var smoothed = pose
        for joint in Joint.allCases {
            smoothed[joint].visibility = visibilities[joint.rawValue].apply(
                pose[joint].visibility, alpha: VisibilityFilter.alpha)
        }
        smoothed.mask = pose.mask.map { masks.apply($0) }
        return smoothed
    }
}
