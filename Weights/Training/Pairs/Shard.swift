import PoiseBody
import PoiseInference
import PoiseSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file of pairs of several clips.
///
/// It is a safetensors file. The tensors of clip 7 at a level are `clip7/balanced/xy`, `.../world`, `.../confidence` and
/// `.../found`, those of its truth `clip7/truth` and `clip7/truthXY`; see ``ClipPairs``. The metadata has the clips as a JSON
/// array under `clips`, see ``Clip/Label``.
package enum Shard {
    /// The number of clips in a shard.
    package static let clipCount = 25

    /// Returns the name of a shard.
    package static func name(_ index: Int, seed: UInt64, only: MadeMovement?) -> String {
        let digits = String(index)
        let number = String(repeating: "0", count: max(5 - digits.count, 0)) + digits
        let category = only.map { $0.name.map { $0.isLetter ? String($0) : "-" }.joined() + "-" } ?? ""
        return "pairs-\(category)\(seed)-\(number).safetensors"
    }

    /// Returns the bytes of a file with these pairs.
    package static func encode(_ clips: [ClipPairs], seed: UInt64) throws(NetworkFileError) -> [UInt8] {
        let frames = Clip.frameCount
        let joints = Joint.allCases.count
        var tensors: [String: Network.Constant] = [:]
        for clip in clips {
            let prefix = "clip\(clip.label.index)"
            func add(_ name: String, _ shape: [Int], _ values: [Float]) {
                tensors["\(prefix)/\(name)"] = Network.Constant(shape: shape, elements: .float32(values))
            }
            add("truth", [frames, joints, 3], clip.truth)
            add("truthXY", [frames, joints, 2], clip.truthXY)
            for (level, seen) in clip.seen {
                add("\(level)/xy", [frames, joints, 2], seen.xy)
                add("\(level)/world", [frames, joints, 3], seen.world)
                add("\(level)/confidence", [frames, joints], seen.confidence)
                add("\(level)/found", [frames], seen.found)
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let labels: String
        do { labels = String(decoding: try encoder.encode(clips.map(\.label)), as: UTF8.self) } catch {
            throw .invalidHeader(reason: "\(error)")
        }
        let levels = Set(clips.flatMap(\.seen.keys)).sorted().joined(separator: ",")
        return try Safetensors.encode(
            metadata: ["clips": labels, "levels": levels, "rate": "30", "seed": "\(seed)", "format": "poise-pairs-1"],
            tensors: tensors)
    }

    /// Whether a file has the pairs of all clips of a range. The camera of the last clip may have failed; such a file counts
    /// as incomplete.
    package static func isComplete(_ bytes: [UInt8], clips: Range<Int>) -> Bool {
        (try? labels(of: bytes))?.last?.index == clips.upperBound - 1
    }

    /// Returns the labels of the clips in a file.
    package static func labels(of bytes: [UInt8]) throws(NetworkFileError) -> [Clip.Label] {
        do {
            let text = try bytes.withUnsafeBytes { try Safetensors(header: $0).metadata["clips"] ?? "" }
            return try JSONDecoder().decode([Clip.Label].self, from: Data(text.utf8))
        } catch {
            throw error as? NetworkFileError ?? .invalidHeader(reason: "its clips are not JSON")
        }
    }
}
