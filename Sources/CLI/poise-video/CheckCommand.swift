import ArgumentParser
import PoiseCommandSupport
import Poise
import PoiseVideo

/// The command `poise check`: reports how far a video can be trusted.
struct CheckCommand: AsyncPoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reports how far a video, and measurements in it, can be trusted.",
        usage: "poise check <file> [<options>]",
        discussion: """
            Prints for each aspect a grade - good, fair or poor -, the reason, and advice: lost people, other people in \
            the image, missing or repeated frames, jitter, hidden joints, confused limbs, size, sharpness, light and \
            contrast. One person more than --people is tracked, to detect other people. Ctrl-C ends a run after the \
            current frame, and the report covers the frames up to then.

            Results written by 'poise video --json' can be given instead of a video; the report then omits the aspects \
            that need images.

            Examples:
              poise check squats.mp4
              poise check long.mkv --from 60 --to 90 --every 2 --json report.json
              poise check squats.jsonl
            """)

    @Argument(
        help: "Any video file that FFmpeg opens, or results of 'poise video --json'; - for standard input.",
        transform: localPath)
    var file: String

    @Option(help: ArgumentHelp("Write the report as JSON to this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @OptionGroup var stretch: TimeRangeOptions

    @OptionGroup var tracking: TrackingOptions

    @Flag(help: "No progress.") var quiet = false

    func perform() async throws(Failure) {
        Interruption.listen()
        var claimed = try OutputRegistry(inputs: [file] + (tracking.model.path.map { [$0] } ?? []))
        var output: LinesOutput?
        if let json { output = try LinesOutput(json, &claimed) }
        let input = try VideoInput(file)
        if let results = try ResultsFile(ifResults: input) {
            let sequence = try results.sequence(stretch)
            let card = ReportCard(
                sequence, people: tracking.people, every: stretch.every.count(at: sequence.header.framesPerSecond))
            try report(card, to: output)
            return
        }
        var run = try CheckRun(self, input, try input.open())
        let failure = await run.work()
        guard run.done > 0 else {
            if Interruption.isRequested { throw Failure(nil, "interrupted before the first frame", .interrupted) }
            throw failure ?? Failure(input.name, "there are no frames in this time range of the video", .badData)
        }
        let end =
            failure
            ?? (Interruption.isRequested
                ? Failure(nil, "interrupted after \(run.done) frames", .interrupted) : nil)
        // The frames before a failure are still reported.
        let place = try report(run.card, to: output, isComplete: end == nil)
        if let end { throw end.noting([place]) }
    }

    /// Writes the report, and returns the path of its JSON if that is a partial file, otherwise `nil`.
    @discardableResult
    private func report(_ card: ReportCard, to output: LinesOutput?, isComplete: Bool = true) throws(Failure) -> String?
    {
        var place: String?
        if let output {
            let line: String
            do { line = try card.jsonLine() } catch { throw Failure(file, "\(error)", .badData) }
            try output.write(line)
            place = try output.finish(isComplete: isComplete)
        }
        if json != "-" { try StandardOutput.write("\(StandardInput.name(of: file).printable): \(card.text)") }
        return place
    }
}
