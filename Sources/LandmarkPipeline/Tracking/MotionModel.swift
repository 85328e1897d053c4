import PoiseGeometry

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
