import ArgumentParser
import CommandSupport
import Poise
import Video

/// `poise check`: how far a video can be trusted.
struct CheckCommand: AsyncPoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tells how far a video, and what is measured in it, can be trusted.",
        usage: "poise check <file> [<options>]",
        discussion: """
            A verdict for each thing that can be wrong - good, fair or poor -, the reason, and what to do about it: people \
            lost, others in the picture, frames that are missing or repeated, trembling, hidden joints, limbs mistaken for \
            each other, size, sharpness, light and contrast. One person more than --people is looked for, to know whether \
            anybody else is there. Ctrl-C ends a run after the frame at hand, and the report is about what was seen till \
            then.

            Results that 'poise video --json' wrote can be given in place of a video; nothing is said then of what only \
            pictures show.

            Examples:
              poise check squats.mp4
              poise check long.mkv --from 60 --to 90 --every 2 --json report.json
              poise check squats.jsonl
            """)

    @Argument(
        help: "Any video file that FFmpeg opens, or results of 'poise video --json'; - for standard input.",
        transform: localPath)
    var file: String

    @Option(help: ArgumentHelp("Write the report as JSON into this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @OptionGroup var stretch: StretchOptions

    @OptionGroup var tracking: TrackingOptions

    @Flag(help: "No progress.") var quiet = false

    func perform() async throws(Failure) {
        Interruption.listen()
        var claimed = try ClaimedFiles(inputs: [file] + (tracking.model.path.map { [$0] } ?? []))
        var output: LineOutput?
        if let json { output = try LineOutput(json, &claimed) }
        let input = try VideoInput(file)
        if let results = try StoredResults(ifResults: input) {
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
            throw failure ?? Failure(input.name, "there are no frames in this stretch of the video", .badData)
        }
        let end =
            failure
            ?? (Interruption.isRequested
                ? Failure(nil, "interrupted after \(run.done) frames", .interrupted) : nil)
        // What was seen before a failure is told all the same.
        let place = try report(run.card, to: output, isComplete: end == nil)
        if let end { throw end.noting([place]) }
    }

    /// Writes the report, and returns where its JSON is, if not where the user named.
    @discardableResult
    private func report(_ card: ReportCard, to output: LineOutput?, isComplete: Bool = true) throws(Failure) -> String?
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
