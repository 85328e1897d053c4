import Landmarks

/// One person through time: where to look next, the filters, how it moves, and what it looks like.
struct Track: Sendable {
    let id: Int
    /// The part of the next picture to look at; `nil` while the person is lost.
    private(set) var region: Region?
    /// Frames in a row in which the person was seen.
    private(set) var framesSeen = 0
    /// When the person was last seen, seconds.
    private(set) var lastSeen: Double
    /// The unsmoothed pose then.
    private(set) var lastPose: Pose
    /// Whether somebody else covered the person then, or was covered.
    private(set) var isCrowded = false
    /// How the middle of the hips moves, pixels a second.
    private var velocity = SIMD2<Double>(0, 0)
    /// Steps from frame to frame that the velocity is the mean of.
    private var framesInVelocity = 0
    private var smoothing: LandmarkSmoothing
    private var appearance: Appearance
    /// How the person moved when last seen with nobody before or behind.
    private(set) var memory: Memory
    /// Frames that the appearance is the mean of.
    private var framesInAppearance = 0

    /// Time constant of the velocity's low-pass, seconds.
    private static let velocityTime = 0.1
    /// The longest time for which a velocity is believed, seconds.
    static let longestPrediction = 0.5

    init(id: Int, _ sighting: Sighting, at time: Double, smoothing: LandmarkSmoothing) {
        self.id = id
        lastPose = sighting.pose
        lastSeen = time
        appearance = sighting.appearance
        memory = Memory(sighting, at: time)
        self.smoothing = smoothing
    }

    /// Takes what was seen in, and gives it back smoothed; before it the poses of the frames just before, where they are better
    /// known now.
    mutating func observe(_ sighting: Sighting, width: Int, height: Int, at time: Double) -> [Pose] {
        move(to: sighting, at: time)
        let (center, circle) = (sighting.center, sighting.circle)
        let (dx, dy) = (circle.x - center.x, circle.y - center.y)
        let size = 2 * (dx * dx + dy * dy).squareRoot()
        let next = smoothing.smooth(center: center, circle: circle, size: size, at: time)
        region = Region(
            center: SIMD2(Float(next.center.x), Float(next.center.y)),
            pointOnCircle: SIMD2(Float(next.circle.x), Float(next.circle.y)), width: width, height: height)
        framesSeen += 1
        return smoothing.smooth(sighting.pose, size: size, width: width, height: height, at: time)
    }

    private mutating func move(to sighting: Sighting, at time: Double) {
        let step = time - lastSeen
        // Where two cover each other, the landmarks jump between them, and their movement with them.
        if step > 0, framesSeen > 0, !sighting.isCrowded {
            let (now, before) = (sighting.pose.hipCenter, lastPose.hipCenter)
            framesInVelocity += 1
            // A mean of all at first: a low-pass would begin with a person who stands.
            let weight = max(1 - exponential(-step / Track.velocityTime), 1 / Double(framesInVelocity))
            velocity += weight * (SIMD2(now.x - before.x, now.y - before.y) / step - velocity)
        }
        // What two show who cover each other is mixed.
        if sighting.isClear {
            framesInAppearance += 1
            appearance.blend(sighting.appearance, weight: max(1 / Float(framesInAppearance), Track.appearanceWeight))
            memory.update(sighting, at: time, isContinuous: framesSeen > 0)
        }
        lastPose = sighting.pose
        lastSeen = time
        isCrowded = sighting.isCrowded
    }

    /// The least weight of new colours against those before: clothes look different from behind, and light changes.
    private static let appearanceWeight: Float = 0.1

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
    mutating func reset(_ smoothing: LandmarkSmoothing) {
        self.smoothing = smoothing
        velocity = SIMD2(0, 0)
        framesInVelocity = 0
        framesSeen = 0
    }

    /// Continues in images of another size. The filters begin anew.
    mutating func rescale(_ scale: ImageScale, _ smoothing: LandmarkSmoothing) {
        self.smoothing = smoothing
        region = region.map(scale.apply)
        lastPose = scale.apply(lastPose)
        velocity = scale.apply(velocity)
        memory.rescale(scale)
    }

    /// The person is back. The filters begin anew as MediaPipe's do; the velocity only after a time over which it tells
    /// nothing.
    mutating func regain(_ smoothing: LandmarkSmoothing, at time: Double) {
        let before = velocity
        let wasShort = wasLostRecently(at: time)
        reset(smoothing)
        if wasShort { velocity = before }
    }

    /// Where to look in a frame at a time, the person's velocity followed: filters make the region lag behind, and beside
    /// others the network takes whoever is nearest to its middle. Also for one who is lost.
    func predictedRegion(at time: Double) -> Region {
        var expected = region ?? lastPose.region
        let way = expectedWay(at: time)
        expected.center.x += way.x
        expected.center.y += way.y
        return expected
    }

    /// How far the person has gone since they were seen, if they go on as then, pixels.
    private func expectedWay(at time: Double) -> SIMD2<Double> {
        velocity * min(max(time - lastSeen, 0), Track.longestPrediction)
    }

    /// How far a pose lies from where the person is expected, in units of the person's region: the mean over the limbs'
    /// joints, all of them moved on with the person's velocity. One who is lost may also have stopped.
    func distance(to pose: Pose, at time: Double) -> Double {
        let moved = distance(to: pose, after: expectedWay(at: time))
        return region == nil ? min(moved, distance(to: pose, after: SIMD2(0, 0))) : moved
    }

    private func distance(to pose: Pose, after way: SIMD2<Double>) -> Double {
        lastPose.distance(to: pose, over: PoseJudge.limbs, after: way) / max(lastPose.region.size, 1)
    }

    /// How different the person's colours are from those of a sighting, root of the mean square, 0 to 1.7; 0 where nothing
    /// can be compared.
    func colorDistance(to sighting: Sighting) -> Double {
        appearance.squaredDistance(to: sighting.appearance).map { $0.squareRoot() } ?? 0
    }
}

extension Pose {
    /// Half-way between the hips, pixels.
    var hipCenter: PixelPoint {
        let (left, right) = (self[.leftHip].position, self[.rightHip].position)
        return PixelPoint(x: (left.x + right.x) / 2, y: (left.y + right.y) / 2)
    }
}
