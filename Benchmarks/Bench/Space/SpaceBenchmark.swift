import ArgumentParser
import Foundation
import PoiseBody
import PoiseBodyModel
import PoiseInference
import PoiseJSON

/// Corrects recorded sequences in space, and states what the correction takes.
struct SpaceBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "space", abstract: "Corrects recorded sequences in space, and measures the time per frame.",
        discussion: """
            For results of 'poise video --json --space raw --smooth none'; 'poise score' compares them with a truth.
            """)

    @Argument(help: "Results of 'poise video --json'.") var files: [String]

    @Option(help: "The folder for the corrected sequences.") var output: String?

    @Option(help: "The network: frame, sequence, or a network file.") var network = "frame"

    func run() throws {
        let correction = SequenceCorrection(try correctionNetwork())
        let clock = ContinuousClock()
        var (total, count) = (Duration.zero, 0)
        if let output { try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true) }
        for file in files {
            let url = URL(filePath: file)
            let sequence = try PoseSequence(jsonLines: [UInt8](Data(contentsOf: url)))
            var corrected = sequence
            total += try clock.measure { corrected = try correction.apply(to: sequence) }
            count += sequence.frames.count
            guard let output else { continue }
            try Data(corrected.jsonLines().utf8)
                .write(to: URL(filePath: output).appending(path: url.lastPathComponent))
        }
        let time = count > 0 ? total / .milliseconds(count) : 0
        print("\(count) frames, \((time * 1000).rounded() / 1000) ms per frame")
    }

    private func correctionNetwork() throws -> CorrectionNetwork {
        switch network {
        case "frame": try .frame()
        case "sequence": try .sequence()
        default: try CorrectionNetwork(NetworkFile.decode([UInt8](Data(contentsOf: URL(filePath: network)))))
        }
    }
}
