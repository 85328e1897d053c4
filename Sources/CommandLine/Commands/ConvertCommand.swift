import ArgumentParser
import Conversion
import Inference
import Media

/// `poise convert`: MediaPipe's models into network files of ours.
struct ConvertCommand: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts a model of MediaPipe (.tflite, .task) into a network file.",
        discussion: """
            Examples:
              poise convert pose_landmark_lite.tflite lite.safetensors
              poise convert pose_landmarker_heavy.task heavy.safetensors
              poise convert pose_landmarker_heavy.task detector.safetensors --part detector
            """)

    /// The networks of a `.task` file.
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case landmarks, detector
    }

    @Argument(help: "A .tflite or .task file.") var input: String
    @Argument(help: "The network file to be written.") var output: String
    @Option(help: "Which network of a .task file.") var part = Part.landmarks
    @Flag(help: "No message.") var quiet = false

    func perform() throws(Failure) {
        let network: Network
        switch try NetworkSource(path: input).content {
        case .network(let only): network = only
        case .task(let detector, let landmarks): network = part == .detector ? detector : landmarks
        }
        let bytes: [UInt8]
        do { bytes = try NetworkFile.encode(network) } catch { throw Failure("\(input): \(error)", .badData) }
        do { try AtomicFile.write(bytes, to: output) } catch { throw Failure(error) }
        if !quiet {
            let count = network.constants.count
            try StandardOutput.write(
                "\(output): \(network.nodes.count) nodes, \(count) constants, \(bytes.count) bytes\n")
        }
    }
}
