import ArgumentParser
import PoiseInference
import Poise

/// The options of the networks, shared by the commands that estimate poses.
package struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The landmark network: full, a file made by 'poise convert', or MediaPipe's own .tflite or .task file.",
            valueName: "full|file"))
    package var model = ModelOption.full

    @Option(
        help: ArgumentHelp(
            """
            The accuracy level: as MediaPipe, better results for the same work, or two to twelve times the work for fewer \
            missed people and misplaced joints.
            """, valueName: "reference|balanced|best"))
    package var accuracy = Accuracy.balanced

    @Option(
        help: ArgumentHelp(
            """
            The world landmarks: without a correction in space (raw), corrected by a network that sees one frame \
            (frame), or, in 'poise video' with --smooth rts, butterworth or none, by one that sees half a second before and after \
            (sequence). The level reference has no correction.
            """, valueName: "raw|frame|sequence"))
    package var space = SpaceOption.frame

    package init() {}

    /// Refuses the correction of sequences, for commands without a recording.
    package func requireNoSequence() throws {
        guard space != .sequence else {
            throw ValidationError("--space sequence is for 'poise video'; use raw or frame.")
        }
    }
}

extension Accuracy: ExpressibleByArgument {}

/// The option for the correction of world landmarks.
package enum SpaceOption: String, ExpressibleByArgument, CaseIterable {
    case raw, frame, sequence

    /// The correction.
    package var correction: SpaceCorrection {
        switch self {
        case .raw: .none
        case .frame: .frame
        case .sequence: .sequence
        }
    }
}

/// A landmark network as the user names it: `full`, or a file of Poise or of MediaPipe.
package struct ModelOption: ExpressibleByArgument {
    package let name: String

    package init(argument: String) { name = localPath(argument) }

    package static let full = ModelOption(argument: "full")

    package var defaultValueDescription: String { name }

    /// The path of the model's file; `nil` for the model that is part of the program.
    package var path: String? { name == "full" ? nil : name }

    /// Returns an estimator with this model. MediaPipe's files are converted in memory.
    ///
    /// - Parameter quiet: Whether to omit the messages on standard error about what slows the networks down.
    package func estimator(options: PoseEstimator.Options, quiet: Bool) throws(Failure) -> PoseEstimator {
        let model = try model()
        do {
            let estimator = try PoseEstimator(model: model, options: options)
            if !quiet { StandardError.write(estimator.executor?.slowdowns ?? []) }
            return estimator
        } catch { throw Failure(path.map(StandardInput.name), "\(error)", .badData) }
    }

    /// Returns a tracker with this model.
    ///
    /// - Parameter quiet: Whether to omit the messages on standard error about what slows the networks down.
    package func tracker(options: PoseTracker.Options, quiet: Bool) throws(Failure) -> PoseTracker {
        let model = try model()
        do {
            let tracker = try PoseTracker(model: model, options: options)
            if !quiet { StandardError.write(tracker.executor?.slowdowns ?? []) }
            return tracker
        } catch { throw Failure(path.map(StandardInput.name), "\(error)", .badData) }
    }

    private func model() throws(Failure) -> PoseModel {
        guard let path else { return .full }
        switch try NetworkSource(path: path).content {
        case .network(let network): return .network(network)
        case .task(_, let landmarks): return .network(landmarks)
        }
    }
}

extension StandardError {
    /// Writes a line for each cause that slows the networks down.
    package static func write(_ slowdowns: [ExecutorObstacle]) {
        for slowdown in slowdowns { write("poise: \(slowdown)\n") }
    }
}
