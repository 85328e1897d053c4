import PoiseBodyModel
import PoiseEvaluation
import Foundation
import PoiseBody
import Testing
import PoiseTestSupport

/// The levels of accuracy against joints that people have marked. A photo in which no person is detected counts as 0.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct LevelAccuracyTests {
    /// 15 photos are few: most intervals of the differences include 0. Only the sign is expected.
    @Test(arguments: [ReferenceNetwork.full, .lite]) func moreWorkIsNoWorse(model: ReferenceNetwork) throws {
        let scores = try Accuracy.allCases.map { try MarkedPhotos.ours(model, $0) }
        var report = "| | found | same person | PCK@.05 | PCK@.1 | OKS |\n|---|---|---|---|---|---|\n"
        for (accuracy, scores) in zip(Accuracy.allCases, scores) {
            let summary = AccuracySummary(scores)
            report += "| \(model), \(accuracy) | \(summary.found) | \(summary.samePerson) |"
            report += row(summary.figuresWithMissed)
        }
        for pair in 1..<scores.count {
            let differences = try #require(PairedDifferences(scores[pair], minus: scores[pair - 1]))
            report += "| \(Accuracy.allCases[pair]) minus \(Accuracy.allCases[pair - 1]) | | |"
            report += row(differences.figuresWithMissed)
        }
        print(report)
        let shares = scores.map { AccuracySummary($0).figuresWithMissed[.correctByTenth]?.mean ?? 0 }
        #expect(shares[2] >= shares[1])
        // The lite model sees a person on hands and feet so poorly that the acceptance threshold drops them: 2 of 12
        // joints were correct.
        withKnownIssue(isIntermittent: false) {
            #expect(shares[1] >= shares[0])
        } when: {
            model == .lite
        }
    }

    private func row(_ figures: [AccuracyMeasure: Estimate]) -> String {
        [.correctByTwentieth, .correctByTenth, .similarity].map { (measure: AccuracyMeasure) in
            guard let figure = figures[measure] else { return " - |" }
            func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10)" }
            let interval = figure.meanInterval.map { "[\(percent($0.lowerBound)), \(percent($0.upperBound))]" } ?? ""
            return " \(percent(figure.mean)) \(interval) |"
        }.joined() + "\n"
    }
}
