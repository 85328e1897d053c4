import PoiseGeometry

/// A subject through time: its next region of interest, filters, movement and appearance.
package struct Track<Filter: SubjectFilter>: Sendable {
    package typealias Subject = Filter.Subject

    let id: Int
    /// The region of interest of the next frame; `nil` while the subject is lost.
    private(set) var region: RegionOfInterest?
    /// Frames in a row in which the subject was observed.
    private(set) var framesSeen = 0
    /// The time of the last observation, seconds.
    private(set) var lastSeen: Double
    /// The unfiltered subject then.
    private(set) var lastSubject: Subject
    /// Whether another subject covered this one then, or was covered by it.
    private(set) var isOccluded = false
    /// The velocity of the subject's place, pixels a second.
    private var velocity = SIMD2<Double>(0, 0)
    /// Frames that the velocity is the mean of.
    private var framesInVelocity = 0
    private var filter: Filter
    private var appearance: Appearance
    /// Movement in the last observation without occlusion.
    private(set) var motion: MotionModel
    /// Frames that the appearance is the mean of.
    private var framesInAppearance = 0

    /// Time constant of the velocity's low-pass, seconds: three frames of 30 a second. (A choice, not measured.)
    private static var velocityTime: Double { 0.1 }
    /// The longest time for which a velocity is used, seconds: in half a stride, people stop or turn. (A choice, not measured.)
    private static var longestPrediction: Double { 0.5 }

    package init(id: Int, _ observation: Observation<Subject>, at time: Double, filter: Filter) {
        self.id = id
        lastSubject = observation.subject
        lastSeen = time
        appearance = observation.appearance
        motion = MotionModel(observation, at: time)
        self.filter = filter
    }

    /// Updates the track with an observation.
    ///
    /// - Returns: The filtered subject; before it those of the frames just before, where they are better known now.
    package mutating func update(
        _ observation: Observation<Subject>, in size: ImageSize, at time: Duration
    ) -> [Subject] {
        move(to: observation, at: time.inSeconds)
        region = filter.nextRegion(after: observation, in: size, at: time)
        framesSeen += 1
        return filter.apply(observation, in: size, at: time)
    }

    private mutating func move(to observation: Observation<Subject>, at time: Double) {
        let step = time - lastSeen
        // In an occlusion the landmarks jump between the subjects, and their movement with them.
        if step > 0, framesSeen > 0, !observation.isOccluded {
            let (now, before) = (observation.subject.place, lastSubject.place)
            framesInVelocity += 1
            // The mean of all at first: a low-pass would begin with a subject at rest.
            let weight = max(1 - exponential(-step / Self.velocityTime), 1 / Double(framesInVelocity))
            velocity += weight * (SIMD2(now.x - before.x, now.y - before.y) / step - velocity)
        }
        // Observations in an occlusion are mixed.
        if observation.isClear {
            framesInAppearance += 1
            appearance.blend(observation.appearance, weight: max(1 / Float(framesInAppearance), Self.appearanceWeight))
            motion.update(observation, at: time, isContinuous: framesSeen > 0)
        }
        lastSubject = observation.subject
        lastSeen = time
        isOccluded = observation.isOccluded
    }

    /// The least share of new colors: clothes look different from behind, and light changes. (A choice, not measured.)
    private static var appearanceWeight: Float { 0.1 }

    /// Marks the subject as lost.
    package mutating func markLost() {
        region = nil
        framesSeen = 0
    }

    /// Whether the subject was lost so short a time ago that its place can be predicted.
    func wasLostRecently(at time: Double) -> Bool {
        region == nil && lastSeen < time && time - lastSeen <= Self.longestPrediction
    }

    /// Resets filters and velocity: the subject was away, or time has jumped.
    mutating func reset(_ filter: Filter) {
        self.filter = filter
        velocity = SIMD2(0, 0)
        framesInVelocity = 0
        framesSeen = 0
    }

    /// Continues in images of another size. The filters begin anew.
    mutating func rescale(_ scale: ImageScale, _ filter: Filter) {
        self.filter = filter
        region = region.map(scale.apply)
        lastSubject = lastSubject.scaled(by: scale)
        velocity = scale.apply(velocity)
        motion.rescale(scale)
    }

    /// Reactivates a lost track. The filters begin anew as MediaPipe's do; the velocity only after a time for which it cannot be
    /// used.
    mutating func reactivate(_ filter: Filter, at time: Double) {
        let before = velocity
        let wasShort = wasLostRecently(at: time)
        reset(filter)
        if wasShort { velocity = before }
    }

    /// Returns the region of interest at a time, moved on with the velocity: filters make the region lag behind, and the network
    /// takes the subject that is nearest to its middle. Also for a lost subject.
    func predictedRegion(at time: Double) -> RegionOfInterest {
        var expected = region ?? lastSubject.region
        let way = expectedWay(at: time)
        expected.center.x += way.x
        expected.center.y += way.y
        return expected
    }

    /// Returns the way since the last observation at the velocity of then, pixels.
    private func expectedWay(at time: Double) -> SIMD2<Double> {
        velocity * min(max(time - lastSeen, 0), Self.longestPrediction)
    }

    /// Returns the distance between a subject and the expected place of this one, in units of its region: the mean over its
    /// parts, all moved on with the velocity. A lost subject may also have stopped.
    func distance(to subject: Subject, at time: Double) -> Double {
        let moved = distance(to: subject, after: expectedWay(at: time))
        return region == nil ? min(moved, distance(to: subject, after: SIMD2(0, 0))) : moved
    }

    private func distance(to subject: Subject, after way: SIMD2<Double>) -> Double {
        lastSubject.distance(to: subject, after: way) / max(lastSubject.region.size, 1)
    }

    /// Returns the difference of colors, root of the mean square, 0 to 1.7; 0 where nothing can be compared.
    func colorDistance(to observation: Observation<Subject>) -> Double {
        appearance.squaredDistance(to: observation.appearance).map { $0.squareRoot() } ?? 0
    }
}

/// The place, velocity and size of a subject when it was last observed without occlusion: observations of two subjects that
/// cover each other are mixed, and do not show where each of them goes.
struct MotionModel: Sendable {
    private var time: Double
    private var center: SIMD2<Double>
    /// Pixels a second.
    private var velocity = SIMD2<Double>(0, 0)
    /// The radius of the circle around the subject, pixels.
    private var size: Double
    /// The time over which velocity and size have been averaged, seconds.
    private var averagedTime = 0.0

    // The values are choices, as the weights of `AssociationCost` are.

    /// Time constants of the low-passes of velocity and size, seconds: a stride takes about one.
    private static let averagingTime = 0.3
    /// The longest time for which subjects are expected to keep their velocity, seconds.
    private static let longestPrediction = 1.0
    /// The usual distance from the expected place, in units of the region: at once, and more for every second.
    private static let usualDistance = (first: 0.05, perSecond: 0.15)
    /// The usual change of size, as a natural logarithm: at once, and more for every second.
    private static let usualSizeRatio = (first: 0.08, perSecond: 0.04)
    /// The largest cost of place and of size.
    private static let largestCost = 10.0

    init(_ observation: Observation<some TrackedSubject>, at time: Double) {
        self.time = time
        center = observation.place
        size = observation.radius
    }

    /// - Parameter isContinuous: Whether the subject was observed in the frame before.
    mutating func update(_ observation: Observation<some TrackedSubject>, at time: Double, isContinuous: Bool) {
        let step = time - self.time
        if step > 0, isContinuous {
            averagedTime += step
            // The mean of all at first: a low-pass would begin with a subject at rest.
            let weight = max(1 - exponential(-step / MotionModel.averagingTime), step / averagedTime)
            velocity += weight * ((observation.place - center) / step - velocity)
            size += weight * (observation.radius - size)
        }
        center = observation.place
        self.time = time
    }

    /// Returns the time since then, seconds.
    func absence(at now: Double) -> Double { now - time }

    /// Continues in images of another size.
    mutating func rescale(_ scale: ImageScale) {
        center = scale.apply(center)
        velocity = scale.apply(velocity)
        size *= scale.length
    }

    /// Returns the distance of an observation from the place that the velocity predicts, in units of the region.
    func distance(to observation: Observation<some TrackedSubject>, at now: Double) -> Double {
        let way = observation.place - center - velocity * min(now - time, MotionModel.longestPrediction)
        return (way * way).sum().squareRoot() / max(observation.subject.region.size, 1)
    }

    /// Returns the cost of an observation, as in ``AssociationCost``.
    func cost(of observation: Observation<some TrackedSubject>, at now: Double) -> Double {
        let absence = absence(at: now)
        let place =
            distance(to: observation, at: now)
            / (MotionModel.usualDistance.first + MotionModel.usualDistance.perSecond * absence)
        let ratio = logarithm(max(observation.radius, 1) / max(size, 1))
        let scale = ratio / (MotionModel.usualSizeRatio.first + MotionModel.usualSizeRatio.perSecond * absence)
        return min(place * place, MotionModel.largestCost) + min(scale * scale, MotionModel.largestCost)
    }
}
