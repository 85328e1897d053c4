import ArgumentParser
import PoiseBenchmarkSupport
import Foundation
import PoiseSupport

/// Milliseconds per run of the networks alone and of whole images, for comparison with other engines in turn.
struct FramesBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frames",
        abstract: "Prints one JSON object per line: {\"name\": .., \"ms\": [.., one number per run]}.",
        discussion: """
            landmarks-all  landmark network, every output     landmarks  landmark network, the outputs a pose needs
            detector       detector network                   image      whole still image: detector and landmarks
            tracking       whole image when the person's region is known: landmarks alone

            With --heights, frames per second for images of these sizes. With --levels, the cost of each level.
            """)

    @Argument(help: "Photo with a person; a rendered image when omitted.") var photo: String?
    @Option(help: "Number of compute threads.") var threads = 1
    @Option(help: "Number of measured runs.") var runs = 30
    @Option(help: "Number of warm-up runs.") var warmup = 5
    @Option(parsing: .upToNextOption, help: "Image heights in rows, such as 480 720 1080 2160.") var heights: [Int] = []
    @Flag(help: "Compare the levels of accuracy.") var levels = false
    @Flag(help: "With --heights or --levels: print one JSON object instead of a table.") var json = false

    func validate() throws {
        guard runs >= 1, warmup >= 0 else { throw ValidationError("--runs must be at least 1.") }
        guard heights.allSatisfy({ (64...4320).contains($0) }) else {
            throw ValidationError("--heights must lie between 64 and 4320.")
        }
    }

    func run() throws {
        let pictures = try BenchmarkImages(photo: photo)
        if levels { return try printLevels(pictures) }
        if heights.isEmpty { try printRuns(pictures) } else { try printSizes(pictures) }
    }

    private func printRuns(_ pictures: BenchmarkImages) throws {
        let frame = try FrameBench(image: try pictures.original(), threads: threads)
        for network in [NetworkCase.landmarksAll, .landmarks, .detector] {
            let session = try network.session(threads: threads)
            printRuns(network.rawValue) { session.run() }
        }
        printRuns("tracking") { frame.trackedFrame() }
        printRuns("image") { frame.stillImage() }
    }

    private func printRuns(_ name: String, _ body: () -> Void) {
        let times = Timing.durations(runs: runs, warmup: warmup, body)
        let list = times.map { String(format: "%.3f", $0.milliseconds) }.joined(separator: ", ")
        print("{\"name\": \"\(name)\", \"ms\": [\(list)]}")
    }

    private func printLevels(_ pictures: BenchmarkImages) throws {
        let table = try LevelsTable(image: try pictures.original(), threads: threads, runs: runs, warmup: warmup)
        try Report("frames", RunInfo(threads: threads), table.rows).print(json: json) { table.text }
    }

    private struct Row: Encodable {
        let width: Int
        let height: Int
        let tracking: Timing
        let image: Timing
    }

    private func printSizes(_ pictures: BenchmarkImages) throws {
        let rows = try heights.map { height in
            let picture = try pictures.picture(height: height)
            let frame = try FrameBench(image: picture, threads: threads)
            return Row(
                width: picture.width, height: picture.height,
                tracking: Timing.measure(runs: runs, warmup: warmup) { frame.trackedFrame() },
                image: Timing.measure(runs: runs, warmup: warmup) { frame.stillImage() })
        }
        try Report("frames", RunInfo(threads: threads), rows).print(json: json) {
            var table = Table(
                header: [
                    "image", "tracked frame ms", "median", "p95", "per second", "still image ms", "median", "p95",
                    "per second",
                ])
            for row in rows {
                table.add(
                    ["\(row.width) x \(row.height)"]
                        + [row.tracking, row.image].flatMap { timing in
                            [timing.minimum, timing.median, timing.p95].map { fixed($0, 2) }
                                + [fixed(timing.perSecond, 1)]
                        })
            }
            return "Frames: minimum, median, 95th percentile of \(runs) runs; frames per second by the median\n"
                + table.text()
        }
    }
}
