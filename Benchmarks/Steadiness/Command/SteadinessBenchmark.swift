import ArgumentParser
import BenchmarkSupport
import BlazePose
import Foundation
import Landmarks
import Media
import Steadiness
import Tables
import Video

/// Jitter and lag of what the levels of accuracy and the filters give.
@main
struct SteadinessBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-steadiness",
        abstract: "Measures jitter and lag by level of accuracy and by filter, on films of a mannequin and on videos.",
        discussion: """
            The films are rendered: somebody who keeps still before a noisy sensor, and somebody who moves the arms. With \
            --frames they are written as PNG files, for others to look at; what these found is compared with --peer.

            Of videos, for which no truth is known, what trembles while people keep still is measured.
            """)

    @Argument(help: "Videos to measure besides the films.") var videos: [String] = []
    @Option(help: "Write the films' frames into folders here, and do nothing else.") var frames: String?
    @Option(help: "A folder with a peer's results, FILM.jsonl and VIDEO.jsonl as 'poise video --json' writes them.")
    var peer: String?
    @Option(help: "Write all sequences here, as FILM.LEVEL.FILTER.jsonl, and the truth as FILM.truth.jsonl.")
    var sequences: String?
    @Flag(help: "One JSON object instead of tables.") var json = false

    func run() async throws {
        if let frames { return try writeFrames(to: URL(filePath: frames)) }
        var rows: [SteadinessRow] = []
        var results = FilmResults(peer: peer.map { URL(filePath: $0) }, output: sequences.map { URL(filePath: $0) })
        for footage in Footage.all { try results.add(footage) }
        rows += results.rows
        for video in videos {
            rows += try await VideoResults(video, peer: peer.map { URL(filePath: $0) }).rows
        }
        try Report("steadiness", Stamp(), rows).print(json: json) { SteadinessRow.text(rows) }
    }

    private func writeFrames(to folder: URL) throws {
        for footage in Footage.all {
            let place = folder.appending(path: footage.name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (index, shot) in try footage.shots().enumerated() {
                let number = String(repeating: "0", count: 4 - "\(index)".count) + "\(index)"
                try shot.image.write(to: place.appending(path: number + ".png"))
            }
        }
    }
}
