import ArgumentParser
import Poise

/// The option for the accuracy level, shared by the commands that estimate poses.
package struct AccuracyOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The accuracy level: as MediaPipe, better results for the same work, or two to twelve times the work for fewer \
            missed people and misplaced joints.
            """, valueName: "reference|balanced|best"))
    package var accuracy = Accuracy.balanced

    package init() {}
}

extension Accuracy: ExpressibleByArgument {}
