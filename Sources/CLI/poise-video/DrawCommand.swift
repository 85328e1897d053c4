import ArgumentParser
import PoiseCommandSupport
import Poise
import PoiseVideo

/// The command `poise draw`: draws people from a results file into their video.
struct DrawCommand: AsyncPoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draws people into the video in which they were found.",
        usage: "poise draw <video> <poses> <drawing> [<options>]",
        discussion: """
            Runs no detection: the people come from a file written by 'poise video --json'. Frames are matched by their \
            times, and the drawing has the frames that the file has: with --from, --to or --every, only those selected. \
            The sound is copied. Ctrl-C ends a run, and the drawing holds the frames up to then.

            Examples:
              poise draw squats.mp4 squats.jsonl drawn.mp4
              poise draw dance.mp4 dance.jsonl drawn.mp4 --from 60 --to 90 --angles
            """)

    @Argument(
        help: ArgumentHelp("The video that the people were found in; - for standard input.", valueName: "video"),
        transform: localPath)
    var file: String

    @Argument(
        help: ArgumentHelp("JSON Lines of 'poise video' or 'poise live'; - for standard input.", valueName: "poses"),
        transform: localPath)
    var poses: String

    @Argument(help: ArgumentHelp("The video to write, as MP4; - for standard output.", valueName: "drawing"))
    var output: String

    @OptionGroup var range: TimeRangeOptions

    @Flag(help: "Mark the angles of the body, in degrees.") var angles = false

    @Flag(help: "No progress and no summary.") var quiet = false

    func perform() async throws(Failure) {
        Interruption.listen()
        var claimed = try OutputRegistry(inputs: [file, poses])
        let place = try OutputFile(Path(output)).path
        try claimed.claim(place)
        let input = try VideoInput(file)
        let video = input.video
        let sequence = try ResultsFile(poses).sequence(range)
        let header = sequence.header
        guard header.width == video.width, header.height == video.height else {
            let sizes = "images of \(header.width) x \(header.height) pixels"
            let others = "those of \(input.name) have \(video.width) x \(video.height)"
            throw Failure(StandardInput.name(of: poses), "the people were found in \(sizes), and \(others)", .badData)
        }
        let stored = RecordedFrames(sequence.frames)
        let drawing = try DrawnVideo(
            place.text, of: video, frameRate: rate(of: sequence), style: OverlayStyle(angles: angles),
            from: start(stored))
        try await draw(stored, of: video, named: input.name, into: drawing)
    }

    private func draw(
        _ stored: RecordedFrames, of video: VideoFile, named name: String, into drawing: DrawnVideo
    ) async throws(Failure) {
        let selected = stored.selected(of: video)
        var work = OverlayRenderer(stored, named: StandardInput.name(of: poses), of: name, into: drawing)
        let failure = await work.draw(into: selected, quiet: quiet)
        if let failure, work.count.frames == 0 { throw failure }
        var outcome = (failure: failure, place: String?.none)
        if work.count.frames > 0 {
            outcome = await drawing.finish(isComplete: failure == nil && !Interruption.isRequested)
            outcome.failure = failure ?? outcome.failure
        }
        if outcome.failure == nil, Interruption.isRequested {
            outcome.failure = Failure(nil, "interrupted after \(work.count.frames) frames", .interrupted)
        }
        if let failure = outcome.failure { throw failure.noting([outcome.place]) }
        if !quiet { await work.count.show(of: name, damaged: selected.damagedPackets, drawing) }
    }

    /// The frame rate of the drawing, frames per second.
    private func rate(of sequence: PoseSequence) -> Double {
        PoseSequence.Header.rate(
            FrameTiming(times: sequence.frames.map(\.time)).rate ?? sequence.header.framesPerSecond)
    }

    /// The time of the video at which the drawing begins: the start of the time range, or the time of the first stored frame.
    private func start(_ stored: RecordedFrames) -> Duration { range.from?.time ?? stored.start }
}
