import BlazePose
import Foundation
import Landmarks
import Motion
import Outputs
import Steadiness
import Video

/// How much landmarks tremble in a video while the person keeps still, by level and filter.
struct VideoResults {
    let rows: [SteadinessRow]

    /// Follows a video at all levels.
    ///
    /// - Parameter peer: Where a peer's results lie.
    init(_ path: String, peer: URL?) async throws {
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent
        let video = try VideoFile(path: path)
        let header = PoseSequence.Header(
            file: path, width: video.width, height: video.height, framesPerSecond: video.frameRate ?? 30, model: "full")
        var rows: [SteadinessRow] = []
        if let file = peer?.appending(path: name + ".jsonl"), FileManager.default.fileExists(atPath: file.path) {
            let found = try PoseSequence(jsonLines: [UInt8](Data(contentsOf: file)))
            rows.append(VideoResults.row(found, name, level: "peer", filter: "its own"))
        }
        var runs: [(Accuracy, SmoothedRuns)] = []
        for level in Accuracy.allCases { runs.append((level, try SmoothedRuns(level))) }
        for try await frame in video.frames() {
            for index in runs.indices { try runs[index].1.add(frame.image, at: frame.time + .seconds(1)) }
        }
        for index in runs.indices {
            let sequences = try runs[index].1.sequences(header)
            for filter in ComparedFilter.allCases {
                guard let found = sequences[filter] else { continue }
                rows.append(
                    VideoResults.row(found, name, level: runs[index].0.rawValue, filter: filter.rawValue))
            }
        }
        self.rows = rows
    }

    private static func row(
        _ found: PoseSequence, _ name: String, level: String, filter: String
    ) -> SteadinessRow {
        let jitter = SequenceQuality(found).jitter
        return SteadinessRow(
            material: name, level: level, filter: filter, measured: jitter.relative == nil ? 0 : 1, of: 1, pixels: nil,
            thousandths: nil, highPassed: jitter.relative.map { 1000 * $0 }, lag: nil, deviation: nil)
    }
}
