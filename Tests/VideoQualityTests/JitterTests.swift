import PoiseVideoQuality
import PoiseBody
import PoiseMotion
import Testing
import PoiseTestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct JitterTests {
    /// Returns a person whose joints all jitter independently: sigma pixels, and a hundredth of it in meters.
    private func trembling(
        _ sigma: Double, frames: Int = 600, rate: Double = 30, jumps: Double = 0, sway: (Double) -> Double = { _ in 0 }
    ) -> PoseSequence {
        var generator = SplitMix64(seed: 4)
        func normal() -> Double {
            let first = Double.random(in: 0x1p-53...1, using: &generator)
            return (-2 * log(first)).squareRoot() * cos(2 * .pi * Double.random(in: 0...1, using: &generator))
        }
        return .built(times: (0..<frames).map { Double($0) / rate }) { index, time in
            let still = TrackedPerson.standing(dx: sway(time))
            let isJump = Double.random(in: 0...1, using: &generator) < jumps
            let places = Joint.allCases.map { joint -> (Joint, (Double, Double, Double)) in
                let place = still.pose[joint].position
                return (joint, (place.x + sigma * normal() + (isJump ? 40 : 0), place.y + sigma * normal(), 0))
            }
            return .standing(places: Dictionary(uniqueKeysWithValues: places))
        }
    }

    /// The share of white noise left without its part below 3 Hz, by the gain that `ZeroPhaseButterworth` documents.
    private func kept(rate: Double) -> Double {
        let steps = 10000
        let power = (0..<steps).reduce(0.0) { sum, step in
            let ratio = tan(.pi / 2 * (Double(step) + 0.5) / Double(steps)) / tan(.pi * 3 / rate)
            let gain = 1 / (1 + (2.0.squareRoot() - 1) * pow(ratio, 4))
            return sum + (1 - gain) * (1 - gain)
        }
        return (power / Double(steps)).squareRoot()
    }

    @Test(arguments: [(0.5, 30.0), (2, 30), (1, 60)]) func noiseOfAPersonAtRestIsMeasured(sigma: Double, rate: Double) {
        let jitter = SequenceQuality(trembling(sigma, rate: rate)).jitter
        // 600 frames of two coordinates and the median of 12 joints: 2 % and less.
        #expect(abs((jitter.pixels ?? 0) / (sigma * kept(rate: rate)) - 1) < 0.05)
    }

    @Test func itIsMeasuredInUnitsOfTheBody() {
        let quality = SequenceQuality(trembling(1))
        #expect(abs((quality.size ?? 0) - 300) < 10)
        #expect(abs((quality.jitter.relative ?? 0) - (quality.jitter.pixels ?? 1) / (quality.size ?? 1)) < 1e-12)
    }

    @Test func jumpsAreNotTrembling() {
        let (without, with) = (
            SequenceQuality(trembling(1)).jitter.pixels ?? 0,
            SequenceQuality(trembling(1, jumps: 0.02)).jitter.pixels ?? 0
        )
        // A jump in one frame also moves its neighbors through the filter.
        #expect(with < 2.5 * without)
    }

    @Test func anglesTrembleWithTheJoints() {
        let (small, large) = (SequenceQuality(trembling(0.5)).jitter, SequenceQuality(trembling(1)).jitter)
        #expect(abs((large.degrees ?? 0) / (small.degrees ?? 1) - 2) < 0.2)
        // Knee: segments of 80 pixels, s = sqrt(6) / 80 of an angle for noise in one direction.
        let knee = 6.0.squareRoot() / 80 * 180 / .pi * 0.5 * kept(rate: 30)
        #expect((small.worstDegrees ?? 0) >= 0.8 * knee)
    }

    @Test func slowMovementIsNotTrembling() throws {
        let sequence = trembling(0, sway: { 20 * sin(2 * .pi * 0.2 * $0) })
        let jitter = try #require(SequenceQuality(sequence).jitter.pixels)
        #expect(jitter < 0.01)
    }

    @Test func whoeverMovesThroughoutIsNotMeasured() {
        let quality = SequenceQuality(trembling(1, sway: { 300 * $0 }))
        #expect(quality.jitter.pixels == nil && quality.jitter.relative == nil)
    }

    @Test func shortAndSlowVideosAreNotMeasured() {
        #expect(SequenceQuality(trembling(1, frames: 15)).jitter.grade == nil)
        #expect(SequenceQuality(trembling(1, rate: 5)).jitter.grade == nil)
        #expect(SequenceQuality(PoseSequence.built([])).jitter.grade == nil)
    }

    @Test func verdictsFollowTheAngles() {
        #expect(SequenceQuality(trembling(0.2)).jitter.grade == .good)
        #expect(SequenceQuality(trembling(6)).jitter.grade == .poor)
        // 2 degrees of a knee with segments of 0.245 bodies.
        #expect(abs(Jitter.relativeScale.good - 2 * .pi / 180 * 0.245 / 6.0.squareRoot()) < 1e-12)
    }
}
