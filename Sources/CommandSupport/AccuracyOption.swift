import ArgumentParser
import Poise

/// How much is done for a pose, as the user names it: an option that commands which estimate poses share.
package struct AccuracyOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How much is done for a pose: what MediaPipe does, the same work put to better use, or two to twelve times the work \
            for fewer people missed and joints misplaced.
            """, valueName: "reference|balanced|best"))
    package var accuracy = Accuracy.balanced

    package init() {}
}

extension Accuracy: ExpressibleByArgument {}
