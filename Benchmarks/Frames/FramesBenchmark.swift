import ArgumentParser
import Foundation
import Media
import Poise

/// Milliseconds a run: the networks alone, and whole pictures, for comparison with other engines in turn.
@main
struct FramesBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-frames",
        abstract: "Prints one JSON object a line: {\"name\": .., \"ms\": [.., one number a run]}.",
        discussion: """
            landmarks-all  landmark network, every output     landmarks  landmark network, what a pose needs
            detector       detector network                   image      whole still image: detector and landmarks
            tracking       whole image when the person's place is known: landmarks alone
            """)

    @Argument(help: "A photo with a person.") var photo: String
    @Option(help: "Threads that compute.") var threads = 1
    @Option(help: "Runs that count.") var runs = 30
    @Option(help: "Runs before, to warm up.") var warmup = 5
    @Flag(help: "A table for people instead of JSON.") var table = false

    func run() throws {
        let image = try Image(contentsOf: URL(filePath: photo))
        let bench = try PipelineBench(image: image, threads: threads)
        if table { print("milliseconds, minimum / median of \(runs) runs, \(threads) threads") }
        measure("landmarks-all") { bench.runLandmarksWithEveryOutput() }
        measure("landmarks") { bench.runLandmarks() }
        measure("detector") { bench.runDetector() }
        measure("tracking") { bench.trackedFrame() }
        measure("image") { bench.stillImage() }
    }

    private func measure(_ name: String, _ body: () -> Void) {
        for _ in 0..<warmup { body() }
        let clock = ContinuousClock()
        let times = (0..<runs).map { _ in
            let duration = clock.measure(body).components
            return Double(duration.seconds) * 1e3 + Double(duration.attoseconds) * 1e-15
        }
        if table {
            let sorted = times.sorted()
            let padded = name.padding(toLength: 14, withPad: " ", startingAt: 0)
            print(padded, String(format: "%7.2f /%7.2f", sorted[0], sorted[runs / 2]))
        } else {
            let list = times.map { String(format: "%.3f", $0) }.joined(separator: ", ")
            print("{\"name\": \"\(name)\", \"ms\": [\(list)]}")
        }
    }
}
