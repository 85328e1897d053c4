import Landmarks

/// One person through time: where to look next, the filters, and how it moves.
struct Track {
    let id: Int
    /// The part of the next picture to look at; `nil` while the person is lost.
    private(set) var region: Region?
    /// Frames in a row in which the person was seen.
    private(set) var framesSeen = 0
    /// When the person was last seen, seconds.
    private(set) var lastSeen: Double
    /// The unsmoothed pose then.
    private(set) var lastPose: Pose
    /// How the middle of the region moves, pixels a second.
    private var velocity = SIMD2<Double>(0, 0)
    private var smoothing: LandmarkSmoothing

    /// Weight of a new velocity against those before.
    private static let velocityWeight = 0.3
    /// The longest time for which a velocity is believed, seconds.
    static let longestPrediction = 0.5

    init(id: Int, pose: Pose, at time: Double, smoothing: Smoothing) {
        self.id = id
        lastPose = pose
        lastSeen = time
        self.smoothing = LandmarkSmoothing(smoothing)
    }

    /// What was seen of the person in a frame, before smoothing.
    struct Observation {
        let pose: Pose
        /// The middle of the hips and the point on the circle round the body, pixels.
        let center: PixelPoint
        let circle: PixelPoint
    }

    /// Takes what was seen in, and gives it back smoothed.
    mutating func observe(_ observation: Observation, width: Int, height: Int, at time: Double) -> Pose {
        move(to: observation.pose, at: time)
        let (center, circle) = (observation.center, observation.circle)
        let (dx, dy) = (circle.x - center.x, circle.y - center.y)
        let size = 2 * (dx * dx + dy * dy).squareRoot()
        let next = smoothing.smooth(center: center, circle: circle, size: size, at: time)
        region = Region(
            center: SIMD2(Float(next.center.x), Float(next.center.y)),
            pointOnCircle: SIMD2(Float(next.circle.x), Float(next.circle.y)), width: width, height: height)
        framesSeen += 1
        return smoothing.smooth(observation.pose, size: size, width: width, height: height, at: time)
    }

    private mutating func move(to pose: Pose, at time: Double) {
        let step = time - lastSeen
        if step > 0, framesSeen > 0 {
            let current =
                SIMD2(
                    pose.hipCenter.x - lastPose.hipCenter.x, pose.hipCenter.y - lastPose.hipCenter.y) / step
            velocity += Track.velocityWeight * (current - velocity)
        }
        lastPose = pose
        lastSeen = time
    }

    /// The person was not seen.
    mutating func lose() {
        region = nil
        framesSeen = 0
    }

    /// Whether the person was lost so short a time ago that it is still known where they must be.
    func wasLostRecently(at time: Double) -> Bool {
        region == nil && lastSeen < time && time - lastSeen <= Track.longestPrediction
    }

    /// Forgets how it smoothed and moved: the person was away, or time has jumped.
    mutating func reset(_ smoothing: Smoothing) {
        self.smoothing = LandmarkSmoothing(smoothing)
        velocity = SIMD2(0, 0)
        framesSeen = 0
    }

    /// Where to look in a frame at a time, the person's velocity followed: filters make the region lag behind, and beside
    /// others the network takes whoever is nearest to its middle.
    func predictedRegion(at time: Double) -> Region? {
        guard var region else { return nil }
        let step = min(time - lastSeen, Track.longestPrediction)
        region.center.x += velocity.x * step
        region.center.y += velocity.y * step
        return region
    }

    /// How far a pose lies from where the person is expected, in units of the person's region: the mean over the limbs'
    /// joints, all of them moved on with the person's velocity.
    func distance(to pose: Pose, at time: Double) -> Double {
        let step = min(max(time - lastSeen, 0), Track.longestPrediction)
        let limbs = PoseJudge.limbs
        let sum = limbs.reduce(0) { sum, joint in
            let (before, after) = (lastPose[joint].position, pose[joint].position)
            let (dx, dy) = (after.x - before.x - velocity.x * step, after.y - before.y - velocity.y * step)
            return sum + (dx * dx + dy * dy).squareRoot()
        }
        return sum / Double(limbs.count) / max(lastPose.region.size, 1)
    }
}

extension Pose {
    /// Half-way between the hips, pixels.
    fileprivate var hipCenter: PixelPoint {
        let (left, right) = (self[.leftHip].position, self[.rightHip].position)
        return PixelPoint(x: (left.x + right.x) / 2, y: (left.y + right.y) / 2)
    }
}
