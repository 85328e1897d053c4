import PoiseBodyModel
import Foundation
import PoiseBody
import PoiseMotion
import PoiseJSON
import PoiseBenchmarkSupport

/// The results on the synthetic clips, by level and filter.
struct ClipResults {
    private let peers: [URL]
    private let output: URL?
    private var entries: [Entry] = []

    private struct Entry {
        let level: String
        let filter: String
        var clips = 0
        var still: [StillMeasure] = []
        var moving: [MovingMeasure] = []
    }

    /// Creates an empty set of results.
    ///
    /// - Parameters:
    ///   - peers: Folders with the results of other libraries.
    ///   - output: Folder for the sequences.
    init(peers: [URL], output: URL?) {
        self.peers = peers
        self.output = output
    }

    /// Tracks the person of a clip at all levels.
    mutating func add(_ footage: SyntheticClip) throws {
        let shots = try footage.shots()
        let truth = footage.sequence(shots.map { ($0.time, $0.truth) })
        try write(truth, "\(footage.name).truth")
        for peer in peers {
            let found = try PoseSequence(
                jsonLines: [UInt8](Data(contentsOf: peer.appending(path: footage.name + ".jsonl"))))
            measure(found, footage, truth, level: peer.lastPathComponent, filter: "its own")
        }
        for level in Accuracy.allCases {
            var runs = try SmoothedRuns(level)
            for shot in shots { try runs.add(shot.image, at: shot.time) }
            let sequences = try runs.sequences(truth.header)
            for filter in ComparedFilter.allCases {
                guard let found = sequences[filter] else { continue }
                try write(found, "\(footage.name).\(level).\(filter)")
                measure(found, footage, truth, level: level.rawValue, filter: filter.rawValue)
            }
        }
    }

    /// The rows of all levels and filters.
    var rows: [SteadinessRow] {
        entries.map { entry in
            SteadinessRow(
                material: "films", level: entry.level, filter: entry.filter,
                measured: entry.still.count + entry.moving.count, of: entry.clips,
                pixels: mean(entry.still.map(\.pixels)), thousandths: mean(entry.still.map(\.thousandths)),
                highPassed: mean(entry.still.compactMap(\.highPassed)), lag: mean(entry.moving.map(\.lag)),
                deviation: mean(entry.moving.map(\.deviation)))
        }
    }

    private mutating func measure(
        _ found: PoseSequence, _ footage: SyntheticClip, _ truth: PoseSequence, level: String, filter: String
    ) {
        guard footage.name != SyntheticClip.exercise.name else { return }
        let known = entries.firstIndex { $0.level == level && $0.filter == filter }
        let place = known ?? entries.count
        if known == nil { entries.append(Entry(level: level, filter: filter)) }
        entries[place].clips += 1
        if SyntheticClip.still.contains(where: { $0.name == footage.name }) {
            entries[place].still += [StillMeasure(found)].compactMap { $0 }
        } else {
            entries[place].moving += [MovingMeasure(found, truth: truth)].compactMap { $0 }
        }
    }

    private func write(_ sequence: PoseSequence, _ name: String) throws {
        guard let output else { return }
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        var writer = PoseSequenceWriter(header: sequence.header)
        var lines = [try writer.headerLine()]
        for frame in sequence.frames { lines.append(try writer.line(of: frame)) }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: output.appending(path: name + ".jsonl"))
    }
}
