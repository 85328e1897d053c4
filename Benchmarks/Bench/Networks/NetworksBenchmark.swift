import ArgumentParser
import PoiseBenchmarkSupport
import PoiseInference
import PoiseSupport

/// Times of the networks by outputs, executors and threads.
struct NetworksBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "networks", abstract: "Times the networks by outputs, executors and threads.")

    @Option(parsing: .upToNextOption, help: "Numbers of threads; 1 to the number of cores by default.")
    var threads: [Int] = []
    @Option(help: "Number of measured runs.") var runs = 30
    @Flag(help: "Print one JSON object instead of a table.") var json = false

    func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs must be at least 1.") }
        guard threads.allSatisfy({ (1...Session.maximumThreads).contains($0) }) else {
            throw ValidationError("--threads must lie between 1 and \(Session.maximumThreads).")
        }
    }

    private struct Row: Encodable {
        let network: NetworkCase
        let executor: String
        let threads: Int
        let run: Timing
        /// Time to create the plan: pruning, folding, packing weights, generating code.
        let plan: Timing
    }

    func run() throws {
        let counts = threads.isEmpty ? Array(1...Machine.processorCount) : threads
        var rows: [Row] = []
        for network in NetworkCase.allCases {
            let graph = try network.network()
            for executor in Executor.allCases {
                let plan = try Timing.measure(runs: min(runs, 5), warmup: 1) {
                    _ = try Plan(graph, outputs: network.outputs, executor: executor)
                }
                for count in counts {
                    let session = try network.session(executor: executor, threads: count)
                    // Where no code can be generated, the portable executor would be measured twice.
                    guard session.executor == executor else { continue }
                    let timing = Timing.measure(runs: runs, warmup: 3) { session.run() }
                    rows.append(
                        Row(
                            network: network, executor: executor.rawValue, threads: count, run: timing, plan: plan))
                }
            }
        }
        try Report("networks", RunInfo(), rows).print(json: json) {
            var table = Table(
                header: ["network", "executor", "threads", "ms", "median", "p95", "plan ms"], leftColumns: [0, 1])
            for row in rows {
                table.add(
                    [row.network.rawValue, row.executor, "\(row.threads)"]
                        + [row.run.minimum, row.run.median, row.run.p95].map { fixed($0, 2) }
                        + [fixed(row.plan.median, 1)])
            }
            return "Networks: minimum, median, 95th percentile of \(runs) runs; median of creating the plan\n"
                + table.text()
        }
    }
}
