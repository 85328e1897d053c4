import ArgumentParser
import PoiseCommandSupport
import Poise

/// The options of tracking, shared by all commands that track people.
struct TrackingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Maximum number of tracked people.", valueName: "count")) var people = 1

    @Option(
        help: ArgumentHelp(
            "The landmark network: full, a file made by 'poise convert', or MediaPipe's own .tflite or .task file.",
            valueName: "full|file"))
    var model = ModelOption.full

    @OptionGroup var level: AccuracyOption

    @Option(help: ArgumentHelp("Number of compute threads, 1 to 64.", valueName: "count")) var threads = 1

    func validate() throws {
        guard people >= 1 else { throw ValidationError("--people must be at least 1.") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads must lie between 1 and 64.") }
    }

    /// Returns a new tracker.
    ///
    /// - Parameter quiet: Whether to omit the messages on standard error about what slows the networks down.
    func tracker(_ smoothing: Smoothing, quiet: Bool) throws(Failure) -> PoseTracker {
        try model.tracker(
            options: PoseTracker.Options(
                accuracy: level.accuracy, people: people, smoothing: smoothing, threads: threads), quiet: quiet)
    }
}
