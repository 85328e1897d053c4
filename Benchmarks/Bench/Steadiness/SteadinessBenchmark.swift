import ArgumentParser
import PoiseBenchmarkSupport
import PoiseBodyModel
import Foundation
import PoiseBody
import PoiseImageFiles
import PoiseSupport
import PoiseVideo

/// Jitter and lag of the levels of accuracy and the filters.
struct SteadinessBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steadiness",
        abstract: "Measures jitter and lag by level of accuracy and by filter, on clips of a mannequin and on videos.",
        discussion: """
            The clips are rendered: a person who keeps still in front of a noisy sensor, and a person who moves the \
            arms. With --frames they are written as PNG files for other libraries; pass their results with --peer.

            On videos, which have no ground truth, jitter is measured while people keep still.
            """)

    @Argument(help: "Videos to measure in addition to the clips.") var videos: [String] = []
    @Option(help: "Write the frames of the clips into folders here and exit.") var frames: String?
    @Option(
        help:
            "Folder with results of the peer it is named after: CLIP.jsonl and VIDEO.jsonl by 'poise video --json'."
    )
    var peer: [String] = []
    @Option(help: "Write all sequences here as CLIP.LEVEL.FILTER.jsonl, and the ground truth as CLIP.truth.jsonl.")
    var sequences: String?
    @Flag(help: "Print one JSON object instead of tables.") var json = false

    func run() async throws {
        if let frames { return try writeFrames(to: URL(filePath: frames)) }
        let peers = peer.map { URL(filePath: $0) }
        var results = ClipResults(peers: peers, output: sequences.map { URL(filePath: $0) })
        for footage in SyntheticClip.all { try results.add(footage) }
        var rows = results.rows
        for video in videos { rows += try await VideoResults(video, peers: peers).rows }
        try Report("steadiness", RunInfo(), rows).print(json: json) { SteadinessRow.text(rows) }
    }

    private func writeFrames(to folder: URL) throws {
        for footage in SyntheticClip.all {
            let place = folder.appending(path: footage.name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (index, shot) in try footage.shots().enumerated() {
                let number = String(repeating: "0", count: 4 - "\(index)".count) + "\(index)"
                try shot.image.write(to: place.appending(path: number + ".png"))
            }
        }
    }
}
