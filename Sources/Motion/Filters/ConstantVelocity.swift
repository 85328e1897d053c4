/// Constant-velocity model with white-noise acceleration and noisy position measurements.
///
/// The Kalman filters and the Rauch-Tung-Striebel smoother of this module use it. Bar-Shalom, Li, Kirubarajan,
/// "Estimation with Applications to Tracking and Navigation", 2001: 6.2.2 (white-noise acceleration), 5.2 (Kalman
/// filter), 8.6 (smoothing).
///
/// All three values are in units of the body size. Only their ratios matter, so one model serves for positions in
/// pixels and in meters.
public struct ConstantVelocity: Sendable, Hashable {
    /// Process noise: the square root of the acceleration's spectral density, bodies / s² for a band of 1 Hz.
    public let acceleration: Double
    /// Standard deviation of the measurements, bodies.
    public let noise: Double
    /// Standard deviation of the initial velocity, bodies / s.
    public let speed: Double

    /// Frame-to-frame standard deviation of the network's landmarks on people who keep still, bodies (12 videos of
    /// exercises).
    public static let networkNoise = 0.0073

    /// The model for results with a delay of a few frames.
    public static let live = ConstantVelocity(acceleration: 3)
    /// The model for recorded series: later samples help, so less movement needs to be expected.
    public static let recorded = ConstantVelocity(acceleration: 1.5)

    /// Creates a model. Values that are not positive are a programming error.
    ///
    /// - Parameters:
    ///   - acceleration: Process noise: the square root of the acceleration's spectral density.
    ///   - noise: Standard deviation of the measurements.
    ///   - speed: Standard deviation of the initial velocity. People never move by 10 bodies a second, so the default
    ///     leaves the start open.
    public init(acceleration: Double, noise: Double = networkNoise, speed: Double = 10) {
        precondition(acceleration > 0 && noise > 0 && speed > 0, "spreads are positive")
        self.acceleration = acceleration
        self.noise = noise
        self.speed = speed
    }
}

extension ConstantVelocity {
    /// State estimate at a time: position, velocity, and their covariance.
    struct Estimate: Sendable, Hashable {
        var place: Double
        var velocity: Double
        /// Variance of the position, covariance of position and velocity, variance of the velocity.
        var placeVariance: Double
        var covariance: Double
        var velocityVariance: Double
    }

    /// A measurement's prediction and its updated estimate.
    struct Step: Sendable, Hashable {
        let time: Double
        let prediction: Estimate
        let estimate: Estimate
    }

    /// Returns the step of the first measurement.
    func first(_ number: Double, at time: Double) -> Step {
        let estimate = Estimate(
            place: number, velocity: 0, placeVariance: noise * noise, covariance: 0, velocityVariance: speed * speed)
        return Step(time: time, prediction: estimate, estimate: estimate)
    }

    /// Returns the step of the next measurement, at a later time.
    func next(_ number: Double, at time: Double, after step: Step) -> Step {
        let prediction = predicted(from: step.estimate, after: time - step.time)
        return Step(time: time, prediction: prediction, estimate: updated(prediction, with: number))
    }

    /// Returns the smoothed positions of all steps: the newest as filtered, and those before it by the backward pass
    /// (Rauch, Tung, Striebel, "Maximum Likelihood Estimates of Linear Dynamic Systems", AIAA Journal 1965).
    func smoothed(_ steps: [Step]) -> [Double] {
        guard let last = steps.last else { return [] }
        var result = [Double](repeating: last.estimate.place, count: steps.count)
        var (place, velocity) = (last.estimate.place, last.estimate.velocity)
        for index in steps.indices.dropLast().reversed() {
            let (known, expected) = (steps[index].estimate, steps[index + 1].prediction)
            let step = steps[index + 1].time - steps[index].time
            // The covariance of this estimate with the next prediction, times the inverse of the latter's.
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
