import PoiseCommandSupport
import ArgumentParser
import PoiseTFLiteImport
import PoiseInference

/// The command `poise convert`: converts MediaPipe's models into Poise's network files.
struct ConvertCommand: PoiseSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts a MediaPipe model (.tflite, .task) into a network file.",
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
    @Argument(help: "The network file to write; - for standard output.") var output: String
    @Option(help: "Which of the two networks of a .task file to convert.") var part = Part.landmarks
    @Flag(help: "Print nothing on success.") var quiet = false

    func perform() throws(Failure) {
        let file = try OutputFile(Path(output))
        var claimed = try OutputRegistry(inputs: [input])
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
