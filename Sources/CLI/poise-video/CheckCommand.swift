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

    @OptionGroup var range: TimeRangeOptions

    @OptionGroup var tracking: TrackingOptions

    @Flag(help: "No progress.") var quiet = false

    func validate() throws { try tracking.networks.requireNoSequence() }

    func perform() async throws(Failure) {
        Interruption.listen()
        var claimed = try OutputRegistry(inputs: [file, tracking.networks.model.path])
        var output: LinesOutput?
        if let json { output = try LinesOutput(json, &claimed) }
        let path = try StandardInput.seekablePath(of: file)
        if let results = try ResultsFile(ifResults: file, at: path) {
            let sequence = try results.sequence(range)
            let card = ReportCard(
                sequence, people: tracking.people, every: range.every.count(at: sequence.header.framesPerSecond))
            try report(card, to: output)
            return
        }
        let input = try VideoInput(file, at: path)
        var run = try CheckRun(self, input)
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
            try output.write(of: file) { try card.jsonLine() }
            place = try output.finish(isComplete: isComplete)
        }
        if json != "-" { try StandardOutput.write("\(StandardInput.name(of: file).printable): \(card.text)") }
        return place
    }
}

/// A run of `poise check` over a video.
struct CheckRun {
    private let command: CheckCommand
    private let input: VideoInput
    private var tracker: PoseTracker
    private var sequence: PoseSequence
    private var images = ImageSeries()

    init(_ command: CheckCommand, _ input: VideoInput) throws(Failure) {
        self.command = command
        self.input = input
        // One person more than expected, to detect other people.
        var options = command.tracking
        options.people += 1
        tracker = try options.tracker(.oneEuro(), quiet: command.quiet)
        sequence = PoseSequence(header: input.header(model: command.tracking.networks.model))
    }

    /// The number of processed frames.
    var done: Int { sequence.frames.count }

    /// The report on the processed frames.
    var card: ReportCard {
        ReportCard(
            sequence, images: images, traits: input.video.traits, people: command.tracking.people,
            every: command.range.every.count(at: sequence.header.framesPerSecond))
    }

    /// Processes frame after frame, and returns the failure that ended it before the last one.
    mutating func work() async -> Failure? {
        let selected = command.range.frames(of: input.video)
        var progress = FrameProgress(total: command.range.count(of: input.video), quiet: command.quiet)
        defer { progress.clear() }
        do {
            for try await frame in selected {
                if Interruption.isRequested { return nil }
                let record = PoseSequence.Frame(
                    try tracker.track(frame.image, at: frame.time), in: frame, of: sequence.header)
                sequence.frames.append(record)
                images.add(frame.image, record.people)
                progress.show(done)
            }
        } catch {
            return Failure(error, of: input.name)
        }
        return command.range.breakage(of: input.video, selected, after: done, named: input.name)
    }
}

extension VideoFile {
    /// The traits of the stored video that affect measurements.
    fileprivate var traits: Set<VideoTrait> {
        var traits: Set<VideoTrait> = []
        if isInterlaced { traits.insert(.interlaced) }
        if color.isHighDynamicRange { traits.insert(.highDynamicRange) }
        return traits
    }
}
