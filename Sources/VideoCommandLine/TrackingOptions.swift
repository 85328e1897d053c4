import ArgumentParser
import CommandSupport
import Poise

/// How people are followed: the options of all commands that do.
struct TrackingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The most people followed.", valueName: "count")) var people = 1

    @Option(
        help: ArgumentHelp(
            "The landmark network: full, a file made by 'poise convert', or MediaPipe's own .tflite or .task file.",
            valueName: "full|file"))
    var model = ModelOption.full

    @OptionGroup var level: AccuracyOption

    @Option(help: ArgumentHelp("Threads that compute, 1 to 64.", valueName: "count")) var threads = 1

    func validate() throws {
        guard people >= 1 else { throw ValidationError("--people must be at least 1.") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads must lie between 1 and 64.") }
    }

    /// Returns a tracker that has seen nothing.
    ///
    /// - Parameter quiet: Whether standard error is not told what slows the networks down.
    func tracker(_ smoothing: Smoothing, quiet: Bool) throws(Failure) -> PoseTracker {
        try model.tracker(
            options: PoseTracker.Options(
                accuracy: level.accuracy, people: people, smoothing: smoothing, threads: threads), quiet: quiet)
    }
}
