import ArgumentParser
import Poise

/// A landmark network as the user names it: `full`, or a file of ours or of MediaPipe.
package struct ModelOption: ExpressibleByArgument {
    package let name: String

    package init(argument: String) { name = localPath(argument) }

    package static let full = ModelOption(argument: "full")

    package var defaultValueDescription: String { name }

    /// The file, unless the model is part of the program.
    package var path: String? { name == "full" ? nil : name }

    /// An estimator with this model. MediaPipe's files are converted in memory.
    package func estimator(options: PoseEstimator.Options) throws(Failure) -> PoseEstimator {
        do { return try PoseEstimator(model: try model(), options: options) } catch let error as Failure {
            throw error
        } catch {
            throw Failure(path.map(StandardInput.name), "\(error)", .badData)
        }
    }

    /// A tracker with this model.
    package func tracker(options: PoseTracker.Options) throws(Failure) -> PoseTracker {
        do { return try PoseTracker(model: try model(), options: options) } catch let error as Failure {
            throw error
        } catch {
            throw Failure(path.map(StandardInput.name), "\(error)", .badData)
        }
    }

    private func model() throws(Failure) -> PoseModel {
        guard let path else { return .full }
        switch try NetworkSource(path: path).content {
        case .network(let network): return .network(network)
        case .task(_, let landmarks): return .network(landmarks)
        }
    }
}
