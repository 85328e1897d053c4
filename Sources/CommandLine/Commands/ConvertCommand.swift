import CommandSupport
import ArgumentParser
import Conversion
import Inference

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

    @Argument(help: "A .tflite or .task file; - for standard input.", transform: localPath) var input: String
    @Argument(help: "The network file to be written; - for standard output.") var output: String
    @Option(help: "Which network of a .task file, which holds two.") var part = Part.landmarks
    @Flag(help: "Say nothing when all went well.") var quiet = false

    func perform() throws(Failure) {
        let file = try OutputFile(Path(output))
        var claimed = try ClaimedFiles(inputs: [input])
        try claimed.claim(file.path)
        let network: Network
        switch try NetworkSource(path: input).content {
        case .network(let only): network = only
        case .task(let detector, let landmarks): network = part == .detector ? detector : landmarks
        }
        let bytes: [UInt8]
        do { bytes = try NetworkFile.encode(network) } catch {
            throw Failure(StandardInput.name(of: input), "\(error)", .badData)
        }
        try file.write(bytes)
        if !quiet, !file.path.isStandardStream {
            let count = network.constants.count
            try StandardOutput.write(
                "\(output.printable): \(network.nodes.count) nodes, \(count) constants, \(bytes.count) bytes\n")
        }
    }
}
