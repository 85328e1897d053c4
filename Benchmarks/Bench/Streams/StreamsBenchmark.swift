import ArgumentParser
import PoiseBenchmarkSupport
import PoiseBodyModel
import Foundation
import PoiseBody
import PoiseSupport

/// Several concurrent streams of frames, each with its own landmark network.
struct StreamsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "streams",
        abstract: "Runs 1 to n streams of tracked frames concurrently: throughput, latency, memory.",
        discussion: """
            A stream has its own landmark network and one thread, and runs on the known region of a person; weights \
            and code are shared. Frames follow each other without pause.
            """)

    @Argument(help: "Photo with a person; a rendered image when omitted.") var photo: String?
    @Option(help: "Maximum number of streams; twice the number of cores by default.") var streams: Int?
    @Option(help: "Seconds per number of streams.") var seconds = 2.0
    @Flag(help: "Print one JSON object instead of a table.") var json = false

    func validate() throws {
        guard (1...256).contains(streams ?? 1) else { throw ValidationError("--streams must lie between 1 and 256.") }
        guard (0...3600).contains(seconds) else { throw ValidationError("--seconds must lie between 0 and 3600.") }
    }

    private struct Row: Encodable {
        let streams: Int
        /// Frames per second of all streams together.
        let throughput: Double
        /// Duration of a frame.
        let latency: Timing
        /// Bytes of memory that each stream after the first has added to the process; `nil` for the first, which fits
        /// into memory freed before.
        let memoryPerStream: Int?
    }

    func run() throws {
        let image = try BenchmarkImages(photo: photo).original()
        let network = try LandmarkNetwork().plan
        guard let pose = try PoseEstimator().poses(in: image).first else { throw NobodyFound() }
        var memoryOfFirst: Int?
        var streams: [Stream] = []
        var rows: [Row] = []
        for _ in 1...(self.streams ?? 2 * Machine.processorCount) {
            // Streams are kept, so that memory grows by the need of each additional one.
            streams.append(Stream(network, image: image, region: pose.region))
            rows.append(StreamsBenchmark.measure(streams, seconds: seconds, memoryOfFirst: memoryOfFirst))
            memoryOfFirst = memoryOfFirst ?? Machine.residentMemory
        }
        try Report("streams", RunInfo(), rows).print(json: json) {
            var table = Table(
                header: ["streams", "frames per second", "p50 ms", "p95", "p99", "shortest", "MB per stream"],
                leftColumns: [])
            for row in rows {
                let latency = row.latency
                table.add(
                    ["\(row.streams)", fixed(row.throughput, 1)]
                        + [latency.median, latency.p95, latency.p99, latency.minimum].map { fixed($0, 2) }
                        + [row.memoryPerStream.map { fixed(Double($0) * 1e-6, 1) } ?? "-"])
            }
            return "Streams: total throughput, latency of a frame\n" + table.text()
        }
    }

    private static func measure(_ streams: [Stream], seconds: Double, memoryOfFirst: Int?) -> Row {
        for stream in streams { _ = stream.run(until: .now) }
        let times = FrameTimes()
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        // Dedicated threads, because more streams than cores have to be computed at once too.
        let done = DispatchGroup()
        for stream in streams {
            done.enter()
            Thread.detachNewThread {
                let own = stream.run(until: end)
                times.add(own)
                done.leave()
            }
        }
        done.wait()
        let elapsed = (clock.now - start).milliseconds / 1000
        let memory = memoryOfFirst.flatMap { first in
            Machine.residentMemory.map { max($0 - first, 0) / (streams.count - 1) }
        }
        let frames = times.all
        return Row(
            streams: streams.count, throughput: Double(frames.count) / elapsed, latency: Timing(frames),
            memoryPerStream: memory)
    }
}
