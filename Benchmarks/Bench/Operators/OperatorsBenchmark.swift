import ArgumentParser
import PoiseBenchmarkSupport
import PoiseInference
import PoiseSupport

/// Times of every operator and shape of the networks, by executor.
struct OperatorsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operators",
        abstract: "Times every operator and shape of the networks, on one thread.",
        discussion: """
            Steps are timed within a run of the whole network, so that caches hold the data they hold in use. Equal \
            steps are one row: their number, the mean of their shortest times, and the share of the processor's peak. \
            Steps that the JIT executor fuses are one row, joined by >.
            """)

    @Option(help: "Number of measured runs.") var runs = 20
    @Flag(help: "Also time the plain reference, once per step.") var reference = false
    @Flag(help: "Print one JSON object instead of a table.") var json = false

    func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs must be at least 1.") }
    }

    func run() throws {
        // The clock of a processor varies: the larger of two measurements, before and after, is used.
        let before = ProcessorPeak.gigaflops()
        let rows = try [NetworkCase.landmarksAll, .detector].flatMap { network in
            try OperatorRow.rows(network, runs: runs, reference: reference)
        }
        let after = ProcessorPeak.gigaflops()
        let peak = [before, after].compactMap { $0 }.max()
        let results = rows.map { row in
            var row = row
            row.share = peak.flatMap { peak in row.jit.flatMap(row.gigaflops).map { $0 / peak } }
            return row
        }
        try Report("operators", RunInfo(threads: 1), results).print(json: json) { text(results, peak) }
    }

    private func text(_ rows: [OperatorRow], _ peak: Double?) -> String {
        var text = "Operators: milliseconds and GFLOP/s; "
        text += peak.map { "peak of a core \(fixed($0, 1)) GFLOP/s\n" } ?? "the peak cannot be measured here\n"
        for network in [NetworkCase.landmarksAll, .detector] {
            let ours = rows.filter { $0.network == network }
            var table = Table(
                header: ["\(network.rawValue)", "input", "window", "output", "count", "MFLOP"]
                    + (reference ? ["reference"] : [])
                    + ["portable", "GFLOP/s", "JIT", "GFLOP/s", "of peak"],
                leftColumns: [0, 1, 2, 3])
            for row in ours + [OperatorRow(totalOf: ours, peak: peak)] { table.add(row.cells(reference: reference)) }
            text += "\n" + table.text()
        }
        return text
    }
}
