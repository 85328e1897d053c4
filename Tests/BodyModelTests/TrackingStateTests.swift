import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseImaging
import PoiseBody
import Testing

/// Decisions of the tracker, with scripted people in place of the networks.
struct TrackingStateTests {
    private static let frame = Duration.milliseconds(33)

    @Test func onePersonKeepsTheNumberAndNeedsTheDetectorOnce() throws {
        var run = ScriptedRun(people: 1)
        for step in 0..<30 {
            let found = try run.step([ScriptedPerson(x: 300 + 4 * Double(step), y: 300)])
            #expect(found.map(\.id) == [1])
            #expect(run.state.didRunDetector == (step == 0))
            #expect(found[0].isConfirmed == (step >= 2))
        }
    }

    @Test func theFrameAfterALossRunsTheDetector() throws {
        var run = ScriptedRun(people: 1)
        try #expect(run.step([ScriptedPerson(x: 300, y: 300)]).count == 1)
        try #expect(run.step([]).isEmpty)
        #expect(!run.state.didRunDetector)
        try #expect(run.step([]).isEmpty)
        #expect(run.state.didRunDetector)
    }

    @Test func whoComesBackSoonKeepsTheNumber() throws {
        var run = ScriptedRun(people: 1)
        try run.step([ScriptedPerson(x: 300, y: 300)])
        for _ in 0..<10 { try run.step([]) }
        try #expect(run.step([ScriptedPerson(x: 310, y: 300)]).map(\.id) == [1])
    }

    @Test func whoComesBackLateOrFarAwayIsSomebodyElse() throws {
        var late = ScriptedRun(people: 1)
        try late.step([ScriptedPerson(x: 300, y: 300)])
        for _ in 0..<70 { try late.step([]) }
        try #expect(late.step([ScriptedPerson(x: 300, y: 300)]).map(\.id) == [2])
        var far = ScriptedRun(people: 1)
        try far.step([ScriptedPerson(x: 300, y: 300)])
        try far.step([])
        try #expect(far.step([ScriptedPerson(x: 1500, y: 300)]).map(\.id) == [2])
    }

    @Test func moreThanWantedAreNotFollowed() throws {
        var run = ScriptedRun(people: 2)
        for _ in 0..<30 {
            let found = try run.step((0..<3).map { ScriptedPerson(x: 300 + 500 * Double($0), y: 300) })
            #expect(found.map(\.id) == [1, 2])
        }
    }

    @Test func aNewcomerIsSeenAtTheNextDetection() throws {
        var run = ScriptedRun(people: 2)
        var firstSeen: Int?
        for step in 0..<30 {
            let people = [ScriptedPerson(x: 300, y: 300)] + (step >= 3 ? [ScriptedPerson(x: 900, y: 300)] : [])
            if try run.step(people).count == 2, firstSeen == nil { firstSeen = step }
        }
        #expect(firstSeen == 10)
    }

    @Test func numbersStayWhenPeopleCross() throws {
        var run = ScriptedRun(people: 2)
        var last: [TrackedPerson] = []
        for step in 0..<60 {
            let way = 20 * Double(step)
            last = try run.step([ScriptedPerson(x: 200 + way, y: 300), ScriptedPerson(x: 1400 - way, y: 300)])
        }
        // The person who came from the left is now on the right.
        #expect(last.map(\.id) == [1, 2])
        #expect(last.first { $0.id == 1 }.map { ($0.unfiltered?[.nose].position.x ?? 0) > 800 } == true)
        #expect(last.first { $0.id == 2 }.map { ($0.unfiltered?[.nose].position.x ?? 1000) < 800 } == true)
    }

    @Test(arguments: Accuracy.allCases) func theRegionOfWhoKeepsStillRests(accuracy: Accuracy) throws {
        var run = ScriptedRun(people: 1, accuracy: accuracy)
        var regions: Set<RegionOfInterest> = []
        for step in 0..<40 {
            // Back and forth by a hundredth of the person's size.
            let found = try run.step([ScriptedPerson(x: 300 + 3.2 * Double(step % 2), y: 300)])
            if step > 0 { regions.insert(try #require(found.first).pose.region) }
        }
        #expect((regions.count == 1) == (accuracy != .reference))
        // A person who walks drags the region along, at most at that distance.
        var last: TrackedPerson?
        for step in 0..<60 { last = try run.step([ScriptedPerson(x: 300 + 8 * Double(step), y: 300)]).first }
        let region = try #require(last).pose.region
        let way = 300 + 8 * 59.0 - region.center.x
        #expect(way > 0 && way < 0.1 * 2 * ScriptedPerson.radius, "\(way)")
    }

    @Test func whoIsAloneStaysThemselvesInSlightlyAnotherLight() throws {
        let grey = Color(red: 40, green: 40, blue: 40)
        let between = Color(red: 25, green: 25, blue: 25)
        var run = ScriptedRun(people: 2)
        run.paint(grey)
        for _ in 0..<5 { try run.step([ScriptedPerson(x: 300, y: 300)]) }
        // The person in gray leaves; another person, in black, appears at the same position.
        run.paint(.black)
        for step in 0..<40 { try run.step([ScriptedPerson(x: 1100 - 20 * Double(step), y: 300)]) }
        for _ in 0..<5 { try #expect(run.step([ScriptedPerson(x: 300, y: 300)]).map(\.id) == [2]) }
        run.paint(between)
        try #expect(run.step([ScriptedPerson(x: 300, y: 300)]).map(\.id) == [2])
        // With the clothes of the person who left, the id is the same.
        run.paint(grey)
        try #expect(run.step([ScriptedPerson(x: 300, y: 300)]).map(\.id) == [1])
    }

    @Test func aTimeThatDoesNotAdvanceIsRefusedAndChangesNothing() throws {
        var run = ScriptedRun(people: 1)
        try run.step([ScriptedPerson(x: 300, y: 300)])
        var other = run
        for time in [run.time, run.time - .seconds(5), .zero] {
            #expect(throws: TrackingError.timeDoesNotAdvance(last: run.time, given: time)) {
                try run.step([ScriptedPerson(x: 900, y: 300)], at: time)
            }
        }
        let next = [ScriptedPerson(x: 304, y: 300)]
        #expect(try run.step(next) == other.step(next))
    }

    @Test func aJumpOfTenHoursBeginsTheFiltersAnew() throws {
        var run = ScriptedRun(people: 1)
        for step in 0..<20 { try run.step([ScriptedPerson(x: 300 + Double(step), y: 300)]) }
        let person = ScriptedPerson(x: 340, y: 300)
        let found = try run.step([person], at: run.time + .seconds(36_000))
        #expect(found.first?.pose == found.first?.unfiltered)
    }

    @Test func numbersThatAreNoneAreNobody() throws {
        var run = ScriptedRun(people: 1)
        try run.step([ScriptedPerson(x: 300, y: 300)])
        try #expect(run.step([ScriptedPerson(x: .nan, y: 300)]).isEmpty)
        try #expect(run.step([ScriptedPerson(x: 300, y: 300)]).count == 1)
    }

    @Test func withoutSmoothingPosesAreTheNetworks() throws {
        var run = ScriptedRun(people: 1, smoothing: .none)
        for step in 0..<10 {
            let person = try #require(run.step([ScriptedPerson(x: 300 + 9 * Double(step % 3), y: 300)]).first)
            #expect(person.pose == person.unfiltered)
        }
    }
}
