import ArgumentParser
import CommandSupport
import Poise
import Video

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `poise check`: how far a video can be trusted.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tells how far a video, and what is measured in it, can be trusted.",
        usage: "poise check <file> [<options>]",
        discussion: """
            A verdict for each thing that can be wrong - good, fair or poor -, the reason, and what to do about it: people \
            lost, others in the picture, frames that are missing or repeated, trembling, hidden joints, limbs mistaken for \
            each other, size, sharpness, light and contrast. Results that 'poise video --json' wrote can be given in place of \
            a video; nothing is said then of what only pictures show. Ctrl-C ends a run after the frame at hand, and the \
            report is about what was seen till then.

            Examples:
              poise check squats.mp4
              poise check long.mkv --from 60 --to 90 --every 2 --json report.json
              poise check squats.jsonl
            """)

    @Argument(help: "Any video file that FFmpeg opens, or results of 'poise video --json'.") var file: String

    @Option(help: ArgumentHelp("Write the report as JSON into this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(
        help: ArgumentHelp("The most people followed; with 1 nothing is known of others.", valueName: "count"))
    var people = 2

    @Option(help: ArgumentHelp("Leave out what comes before this time.", valueName: "seconds")) var from: Double?

    @Option(help: ArgumentHelp("Leave out what comes from this time on.", valueName: "seconds")) var to: Double?

    @Option(help: ArgumentHelp("Take one frame of so many.", valueName: "count")) var every = 1

    @Option(
        help: ArgumentHelp(
            "The landmark network: full, a file made by 'poise convert', or MediaPipe's own .tflite or .task file.",
            valueName: "full|file"))
    var model = ModelOption.full

    @Option(help: ArgumentHelp("Threads that compute, 1 to 64.", valueName: "count")) var threads = 1

    @Flag(help: "No progress.") var quiet = false

    func validate() throws {
        guard people >= 1 else { throw ValidationError("--people must be at least 1.") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads must lie between 1 and 64.") }
        guard every >= 1 else { throw ValidationError("--every must be at least 1.") }
        for (name, time) in [("--from", from), ("--to", to)] {
            guard time.map({ $0 >= 0 && $0 < 1e9 }) ?? true else {
                throw ValidationError("\(name) must be a number of seconds, at least 0.")
            }
        }
        if let from, let to, from >= to { throw ValidationError("--from must lie before --to.") }
    }

    func run() async throws {
        // Writing to a closed pipe is an error like others then, and not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            try await perform()
        } catch let failure as Failure {
            failure.report()
            throw ExitCode(failure.status.rawValue)
        }
    }

    private func perform() async throws {
        Interruption.listen()
        var claimed = ClaimedFiles(inputs: [file] + (model.path.map { [$0] } ?? []))
        let output = try json.map { (path) throws(Failure) in try LineOutput(path, &claimed) }
        if let results = try StoredResults(file) {
            try report(ReportCard(try results.sequence(from: from, to: to, every: every), every: every), to: output)
            return
        }
        let video: VideoFile
        do { video = try VideoFile(path: file) } catch { throw Failure(error) }
        let tracker = try model.tracker(options: PoseTracker.Options(people: people, threads: threads))
        var run = CheckRun(self, video, tracker)
        let failure = await run.work()
        guard run.done > 0 else {
            if Interruption.isRequested { throw Failure(nil, "interrupted before the first frame", .interrupted) }
            throw failure ?? Failure(file, "there are no frames in this stretch of the video", .badData)
        }
        // What was seen before a failure is told all the same.
        try report(run.card, to: output)
        if let failure { throw failure }
        if Interruption.isRequested { throw Failure(nil, "interrupted after \(run.done) frames", .interrupted) }
    }

    private func report(_ card: ReportCard, to output: LineOutput?) throws(Failure) {
        if let output {
            let line: String
            do { line = try card.jsonLine() } catch { throw Failure(file, "\(error)", .badData) }
            try output.write(line)
            try output.finish()
        }
        if json != "-" { try StandardOutput.write("\(file.printable): \(card.text)") }
    }
}
