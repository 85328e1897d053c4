import PoiseEvaluation
import PoiseBody
import Testing

/// Estimates over images, against values worked out by hand.
@Suite struct AccuracySummaryTests {
    private func person(_ x: Double, area: Double? = 10_000) -> AnnotatedPerson {
        .at(AnnotatedPerson.trunk.mapValues { ($0.0 + x, $0.1) }, area: area, left: x)
    }

    private func pose(_ x: Double) -> Pose { .at(AnnotatedPerson.trunk.mapValues { ($0.0 + x, $0.1) }) }

    /// Errors of 4, 15 and 30 pixels with a box of 200, and one missed person.
    private var scores: [ImageScore] {
        [
            ImageScore("a", poses: [pose(4)], truth: [person(0)]),
            ImageScore("b", poses: [pose(15)], truth: [person(0)]),
            ImageScore("c", poses: [pose(30)], truth: [person(0, area: nil), person(500)]),
            ImageScore("d", poses: [], truth: [person(0)]),
        ]
    }

    @Test func countsAndMeans() throws {
        let summary = AccuracySummary(scores)
        #expect(summary.images == 4 && summary.found == 3 && summary.samePerson == 3)
        #expect(summary.people == 5 && summary.peopleFound == 3)
        let distance = try #require(summary.figures[.overBox])
        #expect(abs(distance.mean - 49.0 / 600) < 1e-12 && distance.median == 0.075 && distance.images == 3)
        #expect(try #require(summary.figures[.correctByTwentieth]).mean == 1.0 / 3)
        #expect(try #require(summary.figures[.correctByTenth]).mean == 2.0 / 3)
        #expect(try #require(summary.figures[.correctByTorso]).mean == 2.0 / 3)
        #expect(try #require(summary.figures[.similarity]).images == 2)
        #expect(summary.figures[.alignedDistance] == nil)
    }

    @Test func whoWasMissedCountsZero() throws {
        let byPicture = AccuracySummary(scores).figuresWithMissed
        #expect(byPicture[.correctByTenth]?.mean == 0.5 && byPicture[.correctByTenth]?.images == 4)
        #expect(byPicture[.correctByTwentieth]?.mean == 0.25)
        #expect(byPicture[.overBox] == nil)
        // In c, no person whose area is known was found.
        #expect(byPicture[.similarity]?.images == 3)
        let each = AccuracySummary(scores, missed: .each).figuresWithMissed
        #expect(each[.correctByTenth]?.mean == 0.5)
        let found = [ImageScore("e", poses: [pose(0)], truth: [person(0), person(500)])]
        #expect(AccuracySummary(found).figuresWithMissed[.correctByTenth]?.mean == 1)
        #expect(AccuracySummary(found, missed: .each).figuresWithMissed[.correctByTenth]?.mean == 0.5)
        #expect(AccuracySummary(found, missed: .each).figuresWithMissed[.similarity]?.mean == 0.5)
    }

    @Test func differencesAreOfTheSamePictures() throws {
        let others = [
            ImageScore("d", poses: [pose(0)], truth: [person(0)]),
            ImageScore("b", poses: [pose(5)], truth: [person(0)]),
            ImageScore("x", poses: [pose(0)], truth: [person(0)]),
        ]
        let differences = try #require(PairedDifferences(scores, minus: others))
        #expect(differences.images == 2)
        #expect(abs((differences.figures[.overBox]?.mean ?? 0) - 0.05) < 1e-12)
        #expect(differences.figures[.overBox]?.images == 1 && differences.figures[.overBox]?.meanInterval == nil)
        // b: 0 less 1 at 10 pixels; d: 0 less 1.
        #expect(differences.figuresWithMissed[.correctByTwentieth]?.mean == -1)
        #expect(differences.figuresWithMissed[.correctByTenth]?.mean == -0.5)
        #expect(PairedDifferences(scores, minus: [others[2]]) == nil)
    }

    /// Three of four errors are within 1.3 times the expected error, all within 3.4 times.
    @Test func expectedErrors() throws {
        let expected: [Joint: Double] = [.leftShoulder: 10, .rightShoulder: 8, .leftHip: 8, .rightHip: 4]
        let found = Pose.at(
            AnnotatedPerson.trunk.mapValues { ($0.0 + 10, $0.1) }, expectedErrors: expected)
        let errors = try #require(
            AccuracySummary([ImageScore("a", poses: [found], truth: [person(0)])]).expectedErrors)
        #expect(errors == ExpectedErrors(joints: 4, near: 0.75, far: 1))
    }
}
