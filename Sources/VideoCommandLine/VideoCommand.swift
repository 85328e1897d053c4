import ArgumentParser
import CommandSupport
import Poise
import Video

/// `poise video`: people tracked through a video.
struct VideoCommand: AsyncPoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "video",
        abstract: "Follows people through a video.",
        usage: "poise video <file> [<options>]",
        discussion: """
            Writes who is where in each frame as JSON Lines (--json), and the video with the people drawn into it \
            (--draw), its sound copied; with --from the drawing begins there. People keep a number as long as they are \
            there. Ctrl-C ends a run after the frame at hand: both files then hold what was done.

            Examples:
              poise video squats.mp4 --json squats.jsonl
              poise video dance.mp4 --people 3 --draw drawn.mp4 --json -
              poise video long.mkv --from 60 --to 90 --every 2 --json part.jsonl
            """)

    @Argument(help: "Any video file that FFmpeg opens; - for standard input.", transform: localPath) var file: String

    @Option(help: ArgumentHelp("Write JSON Lines into this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Write the video with the people drawn into it, as MP4; - for standard output.", valueName: "file|-"))
    var draw: String?

    @OptionGroup var stretch: StretchOptions

    @Option(
        help: ArgumentHelp(
            """
            How landmarks are smoothed: as they come by one-euro filters (online), better but given out two frames late \
            (kalman), without lag when all are there by the smoother of Rauch, Tung and Striebel (rts; offline means the \
            same) or a Butterworth filter of 6 Hz, or not at all.
            """, valueName: "online|kalman|rts|butterworth|none"))
    var smooth = SmoothingOption.online

    @Option(
        help: ArgumentHelp(
            """
            The lengths of bones in space: as they are found in each frame (free), or the same in all frames (constant), \
            fitted when all are there.
            """, valueName: "free|constant"))
    var boneLengths = BoneLengthsOption.free

    @OptionGroup var tracking: TrackingOptions

    @Flag(help: "Mark the angles of the body in the drawing, in degrees.") var angles = false

    @Flag(help: "No progress and no summary.") var quiet = false

    func perform() async throws(Failure) {
        Interruption.listen()
        var claimed = try ClaimedFiles(inputs: [file] + (tracking.model.path.map { [$0] } ?? []))
        let input = try VideoInput(file)
        let video = try input.open()
        if let filter = smooth.recorded { try stretch.check(filter, video, named: input.name) }
        let tracker = try tracking.tracker(smooth.online, quiet: quiet)
        var run = try VideoRun(self, input, video, tracker, &claimed)
        try await run.work()
    }
}
