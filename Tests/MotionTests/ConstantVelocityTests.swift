import PoiseBody
import PoiseMotion
import Testing
import PoiseTestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Constant-velocity filters, against a batch solution and closed forms.
@Suite struct ConstantVelocityTests {
    /// `batch_smoothing.py`, NumPy 2.4.6.
    private static let values = [
        0.3, 0.358, 1.271, 0.684, 0.585, -0.332, -0.655, -0.701, -0.417, 0.592, 0.933, 1.859,
    ]
    private static let uneven = [0.0, 0.03, 0.07, 0.1, 0.14, 0.17, 0.25, 0.27, 0.3, 0.33, 0.37, 0.4]
    /// Half a unit of the last decimal written, and the rounding of both ways to compute it.
    private static let tolerance = 2e-9

    private func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
        left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    /// Returns the output of a filter when each value is read as late as possible.
    private func late(_ values: [Double], at times: [Double], _ filter: FixedLagFilter) -> [Double] {
        var (filter, result, last) = (filter, [Double](), [Double]())
        for (value, time) in zip(values, times) {
            last = filter.apply(value, at: time)
            if last.count > filter.delay { result.append(last.removeFirst()) }
        }
        return result + last
    }

    @Test func recordedSeriesAreEqualToTheBatchSolution() throws {
        let expected = [
            0.308016961, 0.631575362, 0.871539704, 0.762976426, 0.365509784, -0.182253874, -0.57249824, -0.617816309,
            -0.277518423, 0.344509769, 1.041794116, 1.801164725,
        ]
        let result = try RauchTungStriebel(rate: 30).apply(ConstantVelocityTests.values)
        #expect(largestDifference(result, expected) < ConstantVelocityTests.tolerance)
    }

    @Test(arguments: [
        (
            0,
            [
                0.3, 0.357965729, 1.21345356, 0.830196502, 0.57710969, -0.2403604, -0.682743418, -0.703606684,
                -0.454708162, 0.486102709, 0.986448034, 1.796005408,
            ]
        ),
        (
            2,
            [
                0.223395907, 0.55132054, 0.97499658, 0.880620422, 0.395184862, -0.160399362, -0.69415097, -0.665842833,
                -0.255847489, 0.361104909, 1.087723972, 1.796005408,
            ]
        ),
    ])
    func lateNumbersAreEqualToTheBatchSolution(delay: Int, expected: [Double]) {
        let result = late(
            ConstantVelocityTests.values, at: ConstantVelocityTests.uneven, FixedLagFilter(.live, delay: delay))
        #expect(largestDifference(result, expected) < ConstantVelocityTests.tolerance)
    }

    @Test func longDelaysGiveTheSmoother() throws {
        let model = ConstantVelocity(acceleration: 2)
        let times = ConstantVelocityTests.values.indices.map { Double($0) / 30 }
        let whole = try RauchTungStriebel(model, rate: 30).apply(ConstantVelocityTests.values)
        let result = late(ConstantVelocityTests.values, at: times, FixedLagFilter(model, delay: 50))
        #expect(largestDifference(result, whole) < 1e-12)
    }

    @Test(arguments: [0.5, 2, 5, 9, 14]) func smootherHasTheGainOfTheClosedForm(frequency: Double) throws {
        let (rate, count, model) = (30.0, 600, ConstantVelocity.recorded)
        let sine = (0..<count).map { sin(2 * .pi * frequency * Double($0) / rate) }
        // A sampled random walk of velocities: the power of its second differences at a frequency, over that and the
        // noise.
        let phase = 2 * .pi * frequency / rate
        let density = pow(model.acceleration, 2) / pow(rate, 3)
        let movement = density * (2 + cos(phase)) / 3
        let gain = movement / (movement + pow(model.noise, 2) * pow(2 - 2 * cos(phase), 2))
        let result = try RauchTungStriebel(model, rate: rate).apply(sine)
        #expect(largestDifference(Array(result[200..<400]), sine[200..<400].map { gain * $0 }) < 1e-9)
        // The documented gain, at the frequency where it is one half.
        let half = pow(pow(model.acceleration, 2) * rate / pow(model.noise, 2), 0.25) / (2 * .pi)
        #expect(abs(half - 5.3) < 0.05)
    }

    @Test func unitsDoNotMatter() throws {
        let filter = try RauchTungStriebel(rate: 25)
        let metres = filter.apply(ConstantVelocityTests.values)
        let pixels = filter.apply(ConstantVelocityTests.values.map { 700 * $0 - 100 })
        #expect(largestDifference(pixels.map { ($0 + 100) / 700 }, metres) < 1e-12)
    }

    @Test func steadyMovementPassesWhole() throws {
        let line = (0..<50).map { 3 - 0.25 * Double($0) }
        // The initial velocity has a standard deviation of 10 bodies a second, which does not leave it entirely open.
        #expect(largestDifference(try RauchTungStriebel(rate: 30).apply(line), line) < 1e-3)
        #expect(try RauchTungStriebel(rate: 30).apply([]).isEmpty)
        #expect(try RauchTungStriebel(rate: 30).apply([7]) == [7])
        for rate in [0, -1, Double.nan, .infinity] {
            #expect {
                try RauchTungStriebel(rate: rate)
            } throws: { error in
                if case .rateOutOfRange = error as? FilterError { true } else { false }
            }
        }
    }

    @Test func aTimeThatDoesNotAdvanceChangesNothing() {
        var filter = FixedLagFilter(.live, delay: 2)
        _ = filter.apply(1, at: 0)
        let before = filter.apply(2, at: 0.1)
        #expect(filter.apply(50, at: 0.1) == before)
        #expect(filter.apply(50, at: 0.05) == before)
        #expect(FixedLagFilter(delay: -3).delay == 0)
    }

    @Test func sequencesOfAnyRateAndLengthAreSmoothed() throws {
        // At 10 frames a second a Butterworth filter of 6 Hz does not exist, and 5 frames are too few for one.
        for (rate, count) in [(10.0, 40), (30, 5), (120, 300)] {
            let times = (0..<count).map { Double($0) / rate }
            var generator = SplitMix64(seed: 11)
            let noisy = PoseSequence.built(times: times) { _, time in
                .standing(dx: 20 * time + .random(in: -3...3, using: &generator))
            }
            let smooth = try OfflineSmoothing(.rauchTungStriebel()).apply(to: noisy)
            func error(_ sequence: PoseSequence) -> Double {
                zip(sequence.frames, times).reduce(0) { sum, frame in
                    let knee = frame.0.person(1)?.pose[.leftKnee].position.x ?? .nan
                    return sum + pow(knee - 525 - 20 * frame.1, 2)
                }
            }
            #expect(error(smooth) < error(noisy))
            #expect(smooth.frames.map(\.time) == noisy.frames.map(\.time))
        }
    }
}
