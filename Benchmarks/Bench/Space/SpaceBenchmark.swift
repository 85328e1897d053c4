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
        if let pose = try single(files) { print("a pose by itself: \(try microseconds(of: pose)) µs") }
    }

    /// Returns the first pose of the files.
    private func single(_ files: [String]) throws -> Pose? {
        guard let file = files.first else { return nil }
        let sequence = try PoseSequence(jsonLines: [UInt8](Data(contentsOf: URL(filePath: file))))
        return sequence.frames.lazy.compactMap(\.people.first?.pose).first
    }

    /// Returns the median time of the correction of a pose in a running tracker.
    private func microseconds(of pose: Pose) throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let corrector = try PoseCorrector()
        print("preparation: \((clock.now - start) / .milliseconds(1)) ms")
        let times = (0..<501).map { _ in
            var pose = pose
            return clock.measure { corrector.correct(&pose) }
        }
        return (times.sorted()[250] / .microseconds(1) * 10).rounded() / 10
    }

    private func correctionNetwork() throws -> CorrectionNetwork {
        switch network {
        case "frame": try .frame()
        case "sequence": try .sequence()
        default: try CorrectionNetwork(NetworkFile.decode([UInt8](Data(contentsOf: URL(filePath: network)))))
        }
    }
}
