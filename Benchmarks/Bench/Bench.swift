import ArgumentParser

/// The benchmarks, one subcommand for each kind of measurement.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures the speed of Poise, and the steadiness of its landmarks.",
        subcommands: [
            OperatorsBenchmark.self, NetworksBenchmark.self, FramesBenchmark.self, StreamsBenchmark.self,
            SteadinessBenchmark.self, SpaceBenchmark.self,
        ])
}
