import PoiseCommandSupport
import PoiseEvaluation
import PoiseSupport

/// An accuracy report as text.
struct ScoreTable {
    private let report: AccuracyReport
    private let missed: MissedPeople

    init(_ report: AccuracyReport, missed: MissedPeople) {
        self.report = report
        self.missed = missed
    }

    var text: String {
        var text = "\(report.file.printable) against \(report.truth.printable)\n\n" + counts
        let summary = report.summary
        text += measures("people found", summary.figures, isDifference: false)
        text += measures(withMissed, summary.figuresWithMissed, isDifference: false)
        if let calibration = summary.calibration { text += reliability(calibration) }
        if let errors = summary.expectedErrors {
            text += """

                expected error: \(percent(errors.near)) of joints are off by at most 1.3 times the expected error \
                (should be 68 %), \(percent(errors.far)) by at most 3.4 times (90 %)

                """
        }
        if let paired = report.paired {
            let images = paired.differences.images
            text += "\nminus \(paired.file.printable), image by image, \(images) in both\n"
            text += measures("people found in both", paired.differences.figures, isDifference: true)
            text += measures(withMissed, paired.differences.figuresWithMissed, isDifference: true)
        }
        return text
    }

    private var withMissed: String {
        switch missed {
        case .withTheirImage: "images with no annotated person found count 0"
        case .each: "people not found count 0"
        }
    }

    private var counts: String {
        let summary = report.summary
        var text = """
            images with people: \(summary.images); a person found in \(summary.found), an annotated person in \
            \(summary.samePerson)
            people: \(summary.peopleFound) of \(summary.people) found

            """
        if summary.emptyImages > 0 {
            text += "images without people: \(summary.emptyImages); people found there: \(summary.falsePeople)\n"
        }
        if report.imagesWithoutResults > 0 {
            text +=
                "images of the ground truth without results: \(report.imagesWithoutResults), which do not count\n"
        }
        return text
    }

    private func measures(_ title: String, _ figures: [AccuracyMeasure: Estimate], isDifference: Bool) -> String {
        guard !figures.isEmpty else { return "" }
        var table = Table(header: [title, "mean", "95 %", "median", "95 %", "images"])
        for measure in AccuracyMeasure.allCases {
            guard let figure = figures[measure] else { continue }
            func number(_ value: Double) -> String {
                let sign = isDifference && value > 0 ? "+" : ""
                return sign + fixed(value, measure == .alignedDistance ? 1 : 4)
            }
            table.add([
                measure.rawValue, number(figure.mean), range(figure.meanInterval, number), number(figure.median),
                range(figure.medianInterval, number), "\(figure.images)",
            ])
        }
        return "\n" + table.text()
    }

    private func reliability(_ calibration: Calibration) -> String {
        var table = Table(header: ["confidence", "joints", "stated", "within 0.1 of the box", "95 %"])
        for (name, bin) in calibration.bins.map({ ("\(fixed($0.lower, 2)) to \(fixed($0.upper, 2))", $0) })
            + [("all", calibration.all)]
        {
            table.add([
                name, "\(bin.joints)", fixed(bin.stated, 3), fixed(bin.measured, 3),
                range(bin.interval) { fixed($0, 3) },
            ])
        }
        let brier = "\(fixed(calibration.brier, 4)) (\(range(calibration.brierInterval) { fixed($0, 4) }))"
        return "\n" + table.text()
            + "Brier score \(brier), expected calibration error \(fixed(calibration.expectedError, 4))\n"
    }

    private func range(_ interval: ClosedRange<Double>?, _ number: (Double) -> String) -> String {
        interval.map { "\(number($0.lowerBound)) to \(number($0.upperBound))" } ?? "-"
    }

    private func percent(_ share: Double) -> String { "\(fixed(100 * share, 0)) %" }
}
