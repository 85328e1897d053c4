import PoiseEvaluation
import PoiseBody
import Testing

/// Matching of poses and people.
@Suite struct PictureScoreTests {
    private func person(_ x: Double) -> AnnotatedPerson {
        .at(AnnotatedPerson.trunk.mapValues { ($0.0 + x, $0.1) }, left: x)
    }

    private func pose(_ x: Double) -> Pose { .at(AnnotatedPerson.trunk.mapValues { ($0.0 + x, $0.1) }) }

    /// The poses at 40 and at 5 are both nearest to the first person; together, each person gets one.
    @Test func eachPersonHasOnePose() {
        let score = ImageScore("a", poses: [pose(40), pose(5)], truth: [person(0), person(60)])
        #expect(score.people == 2 && score.poses == 2)
        #expect(score.matches.map(\.person) == [0, 1])
        #expect(score.matches.map(\.meanDistance) == [5, 20])
    }

    @Test(arguments: [1, 2, 3]) func otherCountsOfPosesThanOfPeople(poses: Int) {
        let score = ImageScore(
            "a", poses: (0..<poses).map { pose(Double(10 - 500 * $0)) }, truth: [person(500), person(0)])
        #expect(score.matches.map(\.person) == [1])
        #expect(score.poses == poses && score.people == 2)
    }

    /// The bound is 0.3 of 200 pixels.
    @Test func farAwayIsSomebodyElse() {
        #expect(ImageScore("a", poses: [pose(60)], truth: [person(0)]).matches.count == 1)
        #expect(ImageScore("a", poses: [pose(61)], truth: [person(0)]).matches.isEmpty)
        let all = ImageScore("a", poses: [pose(61)], truth: [person(0)], largestDistance: .infinity)
        #expect(all.matches.map(\.meanDistance) == [61])
    }

    /// Distances whose squares overflow match no one and cause no crash.
    @Test func hugeCoordinates() {
        let score = ImageScore("a", poses: [pose(1e300), pose(2)], truth: [person(0)])
        #expect(score.matches.map(\.meanDistance) == [2])
    }

    @Test func peopleOfWhomNoJointIsKnown() {
        let unknown = ImageScore("a", poses: [pose(0)], truth: [.at([:])])
        #expect(unknown.people == 0 && !unknown.isEmpty && unknown.matches.isEmpty)
        let nobody = ImageScore("a", poses: [pose(0)], truth: [])
        #expect(nobody.isEmpty && nobody.people == 0)
        let summary = AccuracySummary([unknown, nobody])
        #expect(summary.images == 0 && summary.emptyImages == 1 && summary.falsePeople == 1)
        #expect(summary.figures.isEmpty && summary.figuresWithMissed.isEmpty && summary.calibration == nil)
    }
}
