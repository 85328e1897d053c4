import Landmarks

extension Track {
    /// Where a person was, how they moved and how large they were when last seen with nobody before or behind: what two
    /// who cover each other show in between is mixed, and tells nothing of where they go.
    struct Memory: Sendable {
        private var time: Double
        private var center: SIMD2<Double>
        /// Pixels a second.
        private var velocity = SIMD2<Double>(0, 0)
        /// From the hips to the circle round the body, pixels.
        private var size: Double
        /// For how long velocity and size have been averaged, seconds.
        private var averagedTime = 0.0

        /// Time constants of the low-passes of velocity and size, seconds: a stride takes about one.
        private static let averagingTime = 0.3
        /// The longest time for which people are taken to go on as before, seconds.
        private static let longestPrediction = 1.0
        /// How far people usually are from where they would be if they had gone on, in units of the region: at once, and
        /// more for every second.
        private static let usualDistance = (first: 0.05, perSecond: 0.15)
        /// How much the size usually differs, as a natural logarithm: at once, and more for every second.
        private static let usualSizeRatio = (first: 0.08, perSecond: 0.04)
        /// The most that place and size can cost, each.
        private static let largestCost = 10.0

        init(_ sighting: Sighting, at time: Double) {
            self.time = time
            center = sighting.hipCenter
            size = sighting.radius
        }

        /// - Parameter isContinuous: Whether the person was seen in the frame before.
        mutating func update(_ sighting: Sighting, at time: Double, isContinuous: Bool) {
            let step = time - self.time
            if step > 0, isContinuous {
                averagedTime += step
                // A mean of all at first: a low-pass would begin with a person who stands.
                let weight = max(1 - exponential(-step / Memory.averagingTime), step / averagedTime)
                velocity += weight * ((sighting.hipCenter - center) / step - velocity)
                size += weight * (sighting.radius - size)
            }
            center = sighting.hipCenter
            self.time = time
        }

        /// How long the person has not been seen so, seconds.
        func absence(at now: Double) -> Double { now - time }

        /// Continues in images of another size.
        mutating func rescale(_ scale: ImageScale) {
            center = scale.apply(center)
            velocity = scale.apply(velocity)
            size *= scale.length
        }

        /// How far the middle of the hips is from where it would be if the person had gone on, in units of the region.
        func distance(to sighting: Sighting, at now: Double) -> Double {
            let way = sighting.hipCenter - center - velocity * min(now - time, Memory.longestPrediction)
            return (way * way).sum().squareRoot() / max(sighting.pose.region.size, 1)
        }

        /// How badly a sighting fits, as in ``SightingCost``.
        func cost(of sighting: Sighting, at now: Double) -> Double {
            let absence = absence(at: now)
            let place =
                distance(to: sighting, at: now)
                / (Memory.usualDistance.first + Memory.usualDistance.perSecond * absence)
            let ratio = logarithm(max(sighting.radius, 1) / max(size, 1))
            let scale = ratio / (Memory.usualSizeRatio.first + Memory.usualSizeRatio.perSecond * absence)
            return min(place * place, Memory.largestCost) + min(scale * scale, Memory.largestCost)
        }
    }
}
