import PoiseTestSupport
import PoiseVideoQuality
import PoiseMotion
import Testing

@Suite struct FrameTimingTests {
    @Test func evenFramesAreGood() {
        let timing = FrameTiming(seconds: evenTimes(90))
        #expect(abs((timing.rate ?? 0) - 30) < 1e-9)
        #expect(timing.irregularSteps == 0 && timing.missingFrames == 0 && timing.gaps.isEmpty)
        #expect(timing.grade() == .good)
    }

    @Test func timesRoundedToMillisecondsAreEven() {
        let timing = FrameTiming(seconds: (0..<120).map { (Double($0) / 60 * 1000).rounded() / 1000 })
        #expect(timing.irregularSteps == 0 && timing.missingFrames == 0)
        #expect(timing.grade() == .good)
    }

    @Test func missingFramesAreCounted() {
        let timing = FrameTiming(
            seconds: evenTimes(101).enumerated().filter { ![10, 40, 41, 42].contains($0.0) }.map(\.1))
        #expect(timing.missingFrames == 4)
        #expect(abs(timing.missingShare - 4 / 101) < 1e-12)
        #expect(timing.irregularSteps == 0)
        #expect(timing.grade() == .fair)
    }

    @Test func framesThatComeAsTheyLikeAreIrregular() {
        // Every other frame comes half a step late.
        let times = (0..<100).map { (frame: Int) -> Double in
            (Double(frame) + (frame % 3 == 1 ? 0.45 : 0)) / 30
        }
        let timing = FrameTiming(seconds: times)
        #expect(timing.irregularShare > 0.3)
        #expect(timing.grade() == .poor)
    }

    @Test func aJumpIsNotMissingFrames() throws {
        var times = evenTimes(60)
        for index in 30..<60 { times[index] += 36000 }
        let timing = FrameTiming(seconds: times)
        #expect(timing.gaps.count == 1 && timing.missingFrames == 0 && timing.irregularSteps == 0)
        let jump = try #require(timing.gaps.first)
        #expect(abs(jump.time / .seconds(1) - 29 / 30) < 1e-9)
        #expect(abs(jump.duration / .seconds(1) - 36000 - 1 / 30) < 1e-6)
        #expect(timing.grade() == .fair)
    }

    @Test func oneFrameASecondIsSlowAndHasNoJumps() {
        let timing = FrameTiming(seconds: (0..<20).map { Double($0) * 2 })
        #expect(timing.gaps.isEmpty && timing.missingFrames == 0)
        #expect(timing.grade() == .poor)
    }

    @Test func theVideosOwnRateIsJudged() {
        let timing = FrameTiming(seconds: (0..<50).map { Double($0) / 6 })
        #expect(timing.grade() == .poor)
        #expect(timing.grade(every: 5) == .good)
    }

    @Test(arguments: [[], [3.5]]) func withoutTwoFramesThereIsNoRate(times: [Double]) {
        let timing = FrameTiming(seconds: times)
        #expect(timing.rate == nil && timing.steps == 0)
        #expect(timing.grade() == .poor)
    }

    @Test func repeatedFramesCount() {
        #expect(FrameTiming(seconds: evenTimes(101), repeatedFrames: 0).grade() == .good)
        #expect(FrameTiming(seconds: evenTimes(101), repeatedFrames: 5).grade() == .fair)
        #expect(FrameTiming(seconds: evenTimes(101), repeatedFrames: 20).grade() == .poor)
    }
}

extension FrameTiming {
    fileprivate init(seconds: [Double], repeatedFrames: Int? = nil) {
        self.init(times: seconds.map { .seconds($0) }, repeatedFrames: repeatedFrames)
    }
}

@Suite struct RepeatedFramesTests {
    @Test func everySixthFrameOfAConversionIsFound() {
        let differences = (0..<60).map { Optional($0 % 6 == 5 ? 0.3 : 9 + Double($0 % 3)) }
        // No frame after the last one shows whether it continues.
        #expect(RepeatedFrames.count(differences: differences) == 9)
    }

    @Test func aRateDoubledAndTrebledIsFound() {
        #expect(RepeatedFrames.count(differences: (0..<41).map { $0 % 2 == 0 ? 5 : 0 }) == 20)
        #expect(RepeatedFrames.count(differences: (0..<43).map { $0 % 3 == 0 ? 5 : 0.1 }) == 28)
    }

    @Test func whatComesToRestIsNotRepeated() {
        let differences = (0..<60).map { Optional($0 < 20 || $0 > 40 ? 6 : 0.01) }
        #expect(RepeatedFrames.count(differences: differences) == 0)
    }

    @Test func aStillSceneIsNotRepeated() {
        #expect(RepeatedFrames.count(differences: [Double?](repeating: 0, count: 50)) == 0)
        #expect(RepeatedFrames.count(differences: (0..<50).map { 1 + Double($0 % 2) }) == 0)
    }

    @Test func unknownDifferencesAreNoneAndEndARun() {
        #expect(RepeatedFrames.count(differences: [5, nil, 5, 0, nil, 5]) == 0)
        #expect(RepeatedFrames.count(differences: [5, 0, 5, nil, 5, 0, 5]) == 2)
        #expect(RepeatedFrames.count(differences: []) == 0)
    }
}
