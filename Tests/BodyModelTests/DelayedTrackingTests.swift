import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseImaging
import PoiseBody
import PoiseMotion
import Testing

/// Delayed results, for people whose positions follow a script.
@Suite struct DelayedTrackingTests {
    /// The x coordinate of a person who walks with jerks.
    private static func place(_ step: Int) -> Double { 300 + 3 * Double(step) + (step.isMultiple(of: 3) ? 7 : 0) }

    /// Times are converted to numbers in two ways, whose last digits differ.
    private static let tolerance = 1e-9

    /// Runs the tracker and returns the frames in output order, the flushed ones last.
    private func frames(
        of steps: Range<Int>, in run: inout ScriptedRun, isThere: (Int) -> Bool = { _ in true }
    ) throws -> [TrackedFrame] {
        var frames: [TrackedFrame] = []
        for step in steps {
            try run.step(isThere(step) ? [ScriptedPerson(x: DelayedTrackingTests.place(step), y: 300)] : [])
            if let finalized = run.finalized { frames.append(finalized) }
        }
        return frames + run.finish()
    }

    @Test(arguments: [0, 1, 2, 5]) func eachFrameComesOutOnceAndSoManyFramesLater(delay: Int) throws {
        var run = ScriptedRun(people: 1, smoothing: .kalman(delayFrames: delay))
        var times: [Duration] = []
        var out: [TrackedFrame] = []
        for step in 0..<12 {
            try run.step([ScriptedPerson(x: 300 + Double(step), y: 300)])
            times.append(run.time)
            #expect((run.finalized == nil) == (step < delay))
            if let finalized = run.finalized {
                #expect(finalized.time == times[step - delay])
                out.append(finalized)
            }
        }
        let rest = run.finish()
        #expect(rest.count == delay)
        #expect((out + rest).map(\.time) == times)
        #expect((out + rest).allSatisfy { $0.people.map(\.id) == [1] })
        #expect(run.finish().isEmpty)
    }

    @Test func lateResultsAreThoseOfTheFilter() throws {
        var run = ScriptedRun(people: 1, smoothing: .kalman(delayFrames: 2))
        let frames = try frames(of: 0..<20, in: &run)
        var filter = FixedLagFilter(.live, delay: 2)
        var expected: [Double] = []
        var last: [Double] = []
        for frame in frames {
            let raw = try #require(frame.people.first?.unfiltered?[.leftKnee].position.x)
            last = filter.apply(raw, at: frame.time / .seconds(1))
            if last.count == 3 { expected.append(last.removeFirst()) }
        }
        expected += last
        let result = frames.compactMap { $0.people.first?.pose[.leftKnee].position.x }
        #expect(result.count == 20 && expected.count == 20)
        for (actual, wanted) in zip(result, expected) { #expect(abs(actual - wanted) < DelayedTrackingTests.tolerance) }
    }

    @Test func atOnceComesWhatIsKnownThen() throws {
        var late = ScriptedRun(people: 1, smoothing: .kalman(delayFrames: 2))
        var plain = ScriptedRun(people: 1, smoothing: .kalman(delayFrames: 0))
        for step in 0..<10 {
            let people = [ScriptedPerson(x: DelayedTrackingTests.place(step), y: 300)]
            let (first, second) = try (late.step(people), plain.step(people))
            #expect(first == second)
        }
    }

    @Test func withoutDelayFramesComeOutAtOnce() throws {
        for smoothing in [Smoothing.oneEuro(), .none] {
            var run = ScriptedRun(people: 1, smoothing: smoothing)
            for step in 0..<5 {
                let people = try run.step([ScriptedPerson(x: DelayedTrackingTests.place(step), y: 300)])
                #expect(run.finalized?.people == people)
                #expect(run.finalized?.time == run.time)
            }
            #expect(run.finish().isEmpty)
        }
    }

    @Test func aLossSettlesWhatIsHeldAndANewBeginningKnowsNothingOfIt() throws {
        var run = ScriptedRun(people: 1, smoothing: .kalman(delayFrames: 2))
        let frames = try frames(of: 0..<20, in: &run) { !(8..<12).contains($0) }
        // Detected again at the latest in the frame after the one without a person.
        #expect(frames.map(\.people.count) == (0..<20).map { (8..<12).contains($0) ? 0 : 1 })
        var before = ScriptedRun(people: 1, smoothing: .kalman(delayFrames: 2))
        #expect(try self.frames(of: 0..<8, in: &before) == Array(frames[..<8]))
        let first = try #require(frames[12].people.first)
        var filter = FixedLagFilter(.live, delay: 2)
        var values: [Double] = []
        for frame in frames[12...14] {
            let raw = try #require(frame.people.first?.unfiltered?[.nose].position.x)
            values = filter.apply(raw, at: frame.time / .seconds(1))
        }
        let wanted = try #require(values.first)
        #expect(abs(first.pose[.nose].position.x - wanted) < DelayedTrackingTests.tolerance)
    }

    @Test func framesThatGoOnAfterTheEndAreHeldAgain() throws {
        var run = ScriptedRun(people: 1, smoothing: .kalman(delayFrames: 2))
        let first = try frames(of: 0..<6, in: &run)
        let second = try frames(of: 6..<12, in: &run)
        #expect(first.count == 6 && second.count == 6)
        #expect(first.last.map { $0.time } ?? .zero < second[0].time)
    }

    @Test func severalPeopleAreHeldEachByThemselves() throws {
        var run = ScriptedRun(people: 2, smoothing: .kalman(delayFrames: 2))
        var frames: [TrackedFrame] = []
        for step in 0..<30 {
            let others = step < 22 ? [ScriptedPerson(x: 1200 - DelayedTrackingTests.place(step) / 2, y: 300)] : []
            try run.step([ScriptedPerson(x: DelayedTrackingTests.place(step), y: 300)] + others)
            if let finalized = run.finalized { frames.append(finalized) }
        }
        frames += run.finish()
        #expect(frames.map { $0.people.map(\.id) } == (0..<30).map { $0 < 22 ? [1, 2] : [1] })
        var alone = ScriptedRun(people: 2, smoothing: .kalman(delayFrames: 2))
        let expected = try self.frames(of: 0..<30, in: &alone)
        for (mine, theirs) in zip(frames, expected) { #expect(mine.people.first?.pose == theirs.people.first?.pose) }
    }

    @Test func otherConstantsOfOneEuroFiltersAreUsed() throws {
        // A cutoff so high that almost nothing is smoothed, and one so low that nothing moves.
        func last(_ constants: OneEuroConstants) throws -> TrackedPerson {
            var run = ScriptedRun(people: 1, smoothing: .oneEuro(constants))
            let frames = try frames(of: 0..<15, in: &run)
            return try #require(frames.last?.people.first)
        }
        func constants(_ cutoff: Double) -> OneEuroConstants {
            let parameters = OneEuroFilter.Parameters(minimumCutoff: cutoff, beta: 0)
            return OneEuroConstants(landmarks: parameters, world: parameters)
        }
        let open = try last(constants(1e9))
        let unfiltered = try #require(open.unfiltered)[.nose].position.x
        #expect(abs(open.pose[.nose].position.x - unfiltered) < 1e-3)
        let shut = try last(constants(1e-9))
        #expect(abs(shut.pose[.nose].position.x - unfiltered) > 30)
        let usual = try last(.mediaPipe)
        var run = ScriptedRun(people: 1)
        #expect(try frames(of: 0..<15, in: &run).last?.people.first == usual)
    }
}
