import PoiseCommandSupport
import ArgumentParser
import PoiseBenchmarkSupport
import PoiseBodyModel
import PoiseImaging
import PoiseImageFiles
import PoiseSupport

/// The command `poise bench`: measures the speed of this machine, on one screen.
struct BenchCommand: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Times each stage of a frame on this machine.",
        usage: "poise bench [<photo>] [<options>]",
        discussion: """
            Prints the minimum and the median of the runs in milliseconds, and runs per second by the median. A tracked \
            frame is one whose region of interest is known from the frame before: crop, landmarks, decoding. "Start to \
            first pose" is a whole 'poise image', from the start of the program to its end.

            Examples:
              poise bench
              poise bench photo.jpg --threads 2
            """)

    @Argument(
        help: """
            A JPEG or PNG file that shows a person, - for standard input; a rendered image if none is given.
            """, transform: localPath)
    var photo: String?

    @Option(help: ArgumentHelp("Number of compute threads, 1 to 64.", valueName: "count"))
    var threads = 1

    @Option(help: ArgumentHelp("Number of runs of each stage, 1 to 10000.", valueName: "count"))
    var runs = 30

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads must lie between 1 and 64.") }
        guard (1...10_000).contains(runs) else { throw ValidationError("--runs must lie between 1 and 10000.") }
    }

    func perform() throws(Failure) {
        let picture = try BenchmarkImage(photo: photo)
        defer { picture.remove() }
        let stages: FrameStages
        do { stages = try FrameStages(threads: threads) } catch { throw Failure(nil, "\(error)", .badData) }
        StandardError.write(stages.executor.slowdowns)
        guard let timings = stages.timings(of: picture, runs: runs) else {
            throw Failure(photo, "no person is detected in the image", .badData)
        }
        let first = try FirstPose.measure(picture.path, threads: threads, runs: min(runs, 5))

        var table = Table(header: ["stage", "ms", "median", "per second"])
        for (name, timing) in timings + [("start to first pose", first.timing)] {
            table.add([name, fixed(timing.minimum, 2), fixed(timing.median, 2), fixed(timing.perSecond, 1)])
        }
        let size = "\(picture.image.width) x \(picture.image.height)"
        try StandardOutput.write(
            """
            \(Machine.processor), \(Machine.processorCount) cores
            \(stages.executor.rawValue) executor, threads: \(threads), runs: \(runs)
            \(photo?.printable ?? "rendered image"), \(size) pixels

            \(table.text())
            peak memory of 'poise image': \(fixed(Double(first.peakMemory) * 1e-6, 0)) MB

            """)
    }
}
