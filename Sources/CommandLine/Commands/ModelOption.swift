import ArgumentParser
import Poise

/// A landmark network as the user names it: `full`, or a file of ours or of MediaPipe.
struct ModelOption: ExpressibleByArgument {
    let name: String

    init(argument: String) { name = argument }

    static let full = ModelOption(argument: "full")

    var defaultValueDescription: String { name }

    /// The file, unless the model is part of the program.
    var path: String? { name == "full" ? nil : name }

    /// An estimator with this model. MediaPipe's files are converted in memory.
    func estimator(options: PoseEstimator.Options) throws(Failure) -> PoseEstimator {
        do { return try PoseEstimator(model: try model(), options: options) } catch let error as Failure {
            throw error
        } catch {
            throw Failure(path, "\(error)", .badData)
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
