/// How something is taken to move, and how it is seen: with a velocity that stays but for accelerations at random, its place
/// measured with noise. The model of Kalman filters and of the Rauch-Tung-Striebel smoother here.
///
/// Bar-Shalom, Li, Kirubarajan, "Estimation with Applications to Tracking and Navigation", 2001: 6.2.2 (white-noise
/// acceleration), 5.2 (Kalman filter), 8.6 (smoothing).
///
/// All three numbers are in units of the body. Only their ratios matter, so that one model serves for places in pixels and in
/// metres.
public struct ConstantVelocity: Sendable, Hashable {
    /// How much movement is expected: the square root of the acceleration's spectral density, bodies / s² for a band of 1 Hz.
    public let acceleration: Double
    /// Standard deviation of what is measured, bodies.
    public let noise: Double
    /// Standard deviation of the velocity with which something begins to be seen, bodies / s.
    public let speed: Double

    /// Landmarks of the network from frame to frame tremble by that much while people keep still (12 videos of exercises).
    public static let networkNoise = 0.0073

    /// For results that are wanted within some frames.
    public static let live = ConstantVelocity(acceleration: 3)
    /// For series that are there whole: what comes after helps, so that less movement need be expected.
    public static let recorded = ConstantVelocity(acceleration: 1.5)

    /// A model. Numbers that are not positive are a programmer's mistake.
    ///
    /// - Parameters:
    ///   - acceleration: Of the movement.
    ///   - noise: Of the measurements.
    ///   - speed: Of the beginning. Nobody moves by 10 bodies a second, so that by default a beginning is left open.
    public init(acceleration: Double, noise: Double = networkNoise, speed: Double = 10) {
        precondition(acceleration > 0 && noise > 0 && speed > 0, "spreads are positive")
        self.acceleration = acceleration
        self.noise = noise
        self.speed = speed
    }
}

extension ConstantVelocity {
    /// What is known of a number at a time: its place, its velocity, and their covariance.
    struct Estimate: Sendable, Hashable {
        var place: Double
        var velocity: Double
        /// Variance of the place, covariance of place and velocity, variance of the velocity.
        var placeVariance: Double
        var covariance: Double
        var velocityVariance: Double
    }

    /// A measured number, with what was expected before it and is known with it.
    struct Step: Sendable, Hashable {
        let time: Double
        let prediction: Estimate
        let estimate: Estimate
    }

    /// The first number.
    func first(_ number: Double, at time: Double) -> Step {
        let estimate = Estimate(
            place: number, velocity: 0, placeVariance: noise * noise, covariance: 0, velocityVariance: speed * speed)
        return Step(time: time, prediction: estimate, estimate: estimate)
    }

    /// The next number, at a later time.
    func next(_ number: Double, at time: Double, after step: Step) -> Step {
        let prediction = predicted(from: step.estimate, after: time - step.time)
        return Step(time: time, prediction: prediction, estimate: updated(prediction, with: number))
    }

    /// What follows for the last numbers of a series from all of them: the numbers of the steps, the newest as filtered and
    /// those before it by going backward (Rauch, Tung, Striebel, "Maximum Likelihood Estimates of Linear Dynamic Systems",
    /// AIAA Journal 1965).
    func smoothed(_ steps: [Step]) -> [Double] {
        guard let last = steps.last else { return [] }
        var result = [Double](repeating: last.estimate.place, count: steps.count)
        var (place, velocity) = (last.estimate.place, last.estimate.velocity)
        for index in steps.indices.dropLast().reversed() {
            let (known, expected) = (steps[index].estimate, steps[index + 1].prediction)
            let step = steps[index + 1].time - steps[index].time
            // The covariance of what is known here with what was expected there, times the inverse of the latter's.
            let determinant =
                expected.placeVariance * expected.velocityVariance - expected.covariance * expected.covariance
            let surprise = (place: place - expected.place, velocity: velocity - expected.velocity)
            let weighted = (
                place: (expected.velocityVariance * surprise.place - expected.covariance * surprise.velocity)
                    / determinant,
                velocity: (expected.placeVariance * surprise.velocity - expected.covariance * surprise.place)
                    / determinant
            )
            place =
                known.place + (known.placeVariance + step * known.covariance) * weighted.place
                + known.covariance * weighted.velocity
            velocity =
                known.velocity + (known.covariance + step * known.velocityVariance) * weighted.place
                + known.velocityVariance * weighted.velocity
            result[index] = place
        }
        return result
    }

    private func predicted(from known: Estimate, after step: Double) -> Estimate {
        let density = acceleration * acceleration
        return Estimate(
            place: known.place + step * known.velocity, velocity: known.velocity,
            placeVariance: known.placeVariance + 2 * step * known.covariance + step * step * known.velocityVariance
                + density * step * step * step / 3,
            covariance: known.covariance + step * known.velocityVariance + density * step * step / 2,
            velocityVariance: known.velocityVariance + density * step)
    }

    private func updated(_ expected: Estimate, with number: Double) -> Estimate {
        let variance = expected.placeVariance + noise * noise
        let (placeGain, velocityGain) = (expected.placeVariance / variance, expected.covariance / variance)
        let surprise = number - expected.place
        return Estimate(
            place: expected.place + placeGain * surprise, velocity: expected.velocity + velocityGain * surprise,
            placeVariance: (1 - placeGain) * expected.placeVariance, covariance: (1 - placeGain) * expected.covariance,
            velocityVariance: expected.velocityVariance - velocityGain * expected.covariance)
    }
}
