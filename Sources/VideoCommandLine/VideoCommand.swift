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

    @Argument(help: "Any video file that FFmpeg opens.") var file: String

    @Option(help: ArgumentHelp("Write JSON Lines into this file; - for standard output.", valueName: "file|-"))
    var json: String?

    @Option(help: ArgumentHelp("Write the video with the people drawn into it, as MP4.", valueName: "file"))
    var draw: String?

    @Option(help: ArgumentHelp("Leave out what comes before this time.", valueName: "seconds")) var from: Double?

    @Option(help: ArgumentHelp("Leave out what comes from this time on.", valueName: "seconds")) var to: Double?

    @Option(help: ArgumentHelp("Take one frame of so many.", valueName: "count")) var every = 1

    @Option(
        help: ArgumentHelp(
            "How landmarks are smoothed: online as they come, offline without lag when all are there, or not at all.",
            valueName: "online|offline|none"))
    var smooth = SmoothingOption.online

    @OptionGroup var tracking: TrackingOptions

    @Flag(help: "No progress and no summary.") var quiet = false

    /// How landmarks are smoothed.
    enum SmoothingOption: String, ExpressibleByArgument {
        case online, offline, none
    }

    func validate() throws {
        guard every >= 1 else { throw ValidationError("--every must be at least 1.") }
        for (name, time) in [("--from", from), ("--to", to)] {
            guard time.map({ $0 >= 0 && $0 < 1e9 }) ?? true else {
                throw ValidationError("\(name) must be a number of seconds, at least 0.")
            }
        }
        if let from, let to, from >= to { throw ValidationError("--from must lie before --to.") }
    }

    func perform() async throws(Failure) {
        Interruption.listen()
        let video: VideoFile
        do { video = try VideoFile(path: file) } catch { throw Failure(error) }
        let tracker = try tracking.tracker(smooth == .online ? .oneEuro : .none)
        var run = try VideoRun(self, video, tracker)
        try await run.work()
    }
}
