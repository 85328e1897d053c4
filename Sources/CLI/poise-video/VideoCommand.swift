import ArgumentParser
import PoiseCommandSupport
import Poise
import PoiseVideo

/// The command `poise video`: tracks people through a video.
struct VideoCommand: AsyncPoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "video",
        abstract: "Tracks people through a video.",
        usage: "poise video <file> [<options>]",
        discussion: """
            Writes the people in each frame as JSON Lines (--json), and the video with the people drawn into it, with its \
            sound copied (--draw); with --from the drawing begins there. A person keeps an id while visible. Ctrl-C ends a \
            run after the current frame: both files then hold the frames up to then.

            Examples:
              poise video squats.mp4 --json squats.jsonl
              poise video dance.mp4 --people 3 --draw drawn.mp4 --json -
              poise video long.mkv --from 60 --to 90 --every 2 --json part.jsonl
            """)

    @Argument(help: "Any video file that FFmpeg opens; - for standard input.", transform: localPath) var file: String

    @Option(help: ArgumentHelp("Write JSON Lines to this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Write the video with the people drawn into it, as MP4; - for standard output.", valueName: "file|-"))
    var draw: String?

    @OptionGroup var stretch: TimeRangeOptions

    @Option(
        help: ArgumentHelp(
            """
            Smoothing of landmarks: immediate by one-euro filters (online), better but two frames late (kalman), without \
            lag over the whole video by the smoother of Rauch, Tung and Striebel (rts; offline means the same) or a \
            Butterworth filter of 6 Hz (butterworth), or none.
            """, valueName: "online|kalman|rts|butterworth|none"))
    var smooth = SmoothingOption.online

    @Option(
        help: ArgumentHelp(
            """
            The lengths of bones in space: as measured in each frame (free), or the same in all frames (constant), fitted \
            over the whole video.
            """, valueName: "free|constant"))
    var boneLengths = BoneLengthsOption.free

    @OptionGroup var tracking: TrackingOptions

    @Flag(help: "Mark the angles of the body in the drawing, in degrees.") var angles = false

    @Flag(help: "No progress and no summary.") var quiet = false

    func perform() async throws(Failure) {
        Interruption.listen()
        var claimed = try OutputRegistry(inputs: [file] + (tracking.model.path.map { [$0] } ?? []))
        let input = try VideoInput(file)
        let video = try input.open()
        if let filter = smooth.recorded { try stretch.check(filter, video, named: input.name) }
        let tracker = try tracking.tracker(smooth.online, quiet: quiet)
        var run = try VideoRun(self, input, video, tracker, &claimed)
        try await run.work()
    }
}
