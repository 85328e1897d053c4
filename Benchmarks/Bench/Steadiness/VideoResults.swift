import PoiseBodyModel
import Foundation
import PoiseBody
import PoiseMotion
import PoiseJSON
import PoiseBenchmarkSupport
import PoiseVideo

/// Jitter of landmarks in a video while the person keeps still, by level and filter.
struct VideoResults {
    let rows: [SteadinessRow]

    /// Tracks the person of a video at all levels.
    ///
    /// - Parameters:
    ///   - path: Path of the video.
    ///   - peers: Folders with the results of other libraries.
    init(_ path: String, peers: [URL]) async throws {
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent
        let video = try VideoFile(path: path, staysOpen: false)
        let header = PoseSequence.Header(
            file: path, width: video.width, height: video.height, framesPerSecond: video.frameRate ?? 30, model: "full")
        var named: [(level: String, filter: String, sequence: PoseSequence)] = []
        var runs: [(Accuracy, SmoothedRuns)] = []
        for level in Accuracy.allCases { runs.append((level, try SmoothedRuns(level))) }
        for try await frame in video.frames() {
            for index in runs.indices { try runs[index].1.add(frame.image, at: frame.time) }
        }
        for (level, run) in runs {
            let sequences = try run.sequences(header)
            for filter in ComparedFilter.allCases {
                if let found = sequences[filter] { named.append((level.rawValue, filter.rawValue, found)) }
            }
        }
        for peer in peers {
            let file = peer.appending(path: name + ".jsonl")
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            let found = try PoseSequence(jsonLines: [UInt8](Data(contentsOf: file)))
            if found.frames.count == named.first?.sequence.frames.count {
                named.insert((peer.lastPathComponent, "its own", found), at: 0)
            }
        }
        let comparison = try StillComparison(named.map(\.sequence))
        rows = named.enumerated().map { index, entry in
            SteadinessRow(
                material: name, level: entry.level, filter: entry.filter, measured: comparison.jitter == nil ? 0 : 1,
                of: 1, pixels: nil, thousandths: nil, highPassed: comparison.jitter?[index], lag: nil, deviation: nil)
        }
    }
}
