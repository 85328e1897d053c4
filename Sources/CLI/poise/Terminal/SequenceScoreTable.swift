import PoiseCommandSupport
import PoiseEvaluation
import PoiseSupport

/// A report on recordings as text: a row for each, and the mean.
struct SequenceScoreTable {
    private let report: SequenceReport

    init(_ report: SequenceReport) { self.report = report }

    var text: String {
        let (results, truth) = (report.results.printable, report.truth.printable)
        return "\(results) against \(truth)\n" + clocks
            + measures("joints in space", [.aligned, .rootAligned, .acceleration])
            + measures("angles, error in degrees", AngleKind.allCases.map(SequenceMeasure.angle))
            + measures("without the constant part", AngleKind.allCases.map(SequenceMeasure.angleWithoutConstant))
            + measures(
                "inside the stated error (68 %)", AngleKind.allCases.map(SequenceMeasure.insideStatedError))
    }

    private var clocks: String {
        var table = Table(
            header: ["recording", "person", "frames", "compared", "per second", "shift, s", "correlation"])
        for score in report.recordings {
            table.add([
                score.name.printable, "\(score.person)", "\(score.frames)", "\(score.compared)",
                number(score.framesPerSecond, 1), fixed(score.shift.seconds, 3), number(score.shift.correlation, 2),
            ])
        }
        return "\n" + table.text()
    }

    /// Returns a table with the measures that a recording has as columns; empty without any.
    private func measures(_ title: String, _ measures: [SequenceMeasure]) -> String {
        let measures = measures.filter { report.summary.figures[$0] != nil }
        guard !measures.isEmpty else { return "" }
        var table = Table(header: [title] + measures.map(\.column))
        for score in report.recordings {
            table.add([score.name.printable] + measures.map { $0.text($0.value(of: score)) })
        }
        if report.recordings.count > 1 {
            add(report.summary.figures, "mean", to: &table, measures, isDifference: false)
        }
        if let paired = report.paired {
            add(
                paired.differences.figures, "minus \(paired.results.printable)", to: &table, measures,
                isDifference: true)
        }
        return "\n" + table.text()
    }

    private func add(
        _ figures: [SequenceMeasure: SequenceEstimate], _ name: String, to table: inout Table,
        _ measures: [SequenceMeasure], isDifference: Bool
    ) {
        table.add([name] + measures.map { $0.text(figures[$0]?.value, isDifference: isDifference) })
        guard measures.contains(where: { figures[$0]?.interval != nil }) else { return }
        table.add(
            ["  95 %"]
                + measures.map { measure in
                    guard let interval = figures[measure]?.interval else { return "-" }
                    let ends = [interval.lowerBound, interval.upperBound]
                    return ends.map { measure.text($0, isDifference: isDifference) }.joined(separator: " to ")
                })
    }

    private func number(_ value: Double?, _ decimals: Int) -> String { value.map { fixed($0, decimals) } ?? "-" }
}

extension SequenceMeasure {
    /// The head of the measure's column.
    fileprivate var column: String {
        switch self {
        case .aligned: "PA-MPJPE, mm"
        case .rootAligned: "MPJPE, mm"
        case .acceleration: "acceleration, mm/frame²"
        case .angle(let kind), .angleWithoutConstant(let kind), .insideStatedError(let kind): kind.rawValue
        }
    }

    fileprivate func text(_ value: Double?, isDifference: Bool = false) -> String {
        guard let value else { return "-" }
        let sign = isDifference && value > 0 ? "+" : ""
        return switch self {
        case .insideStatedError: sign + fixed(100 * value, 0) + " %"
        default: sign + fixed(value, 1)
        }
    }
}
