import PoiseCommandSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A folder with results of recordings whose ground truths are in another: `NAME.jsonl`, or `NAME.LEVEL.jsonl` for
/// several results of a recording, and `NAME.json` or `NAME.trc`.
struct RecordingFolder {
    /// Results of a recording.
    struct Recording {
        let name: String
        /// The part of the file's name between the recording's and the extension; empty without one.
        let level: String
        let results: String
        let truth: String
    }

    /// The recordings, by level and name.
    let recordings: [Recording]

    /// Pairs the files of two folders. Files without a counterpart are skipped.
    ///
    /// - Throws: ``Failure`` if a folder cannot be read, two truths have one name, or no results have a truth.
    init(results: Path, truths: Path) throws(Failure) {
        var named: [String: String] = [:]
        for file in try RecordingFolder.files(of: truths) where ["json", "trc"].contains(file.parts.fileExtension) {
            if let other = named.updateValue(file.text, forKey: file.parts.stem) {
                throw Failure(file.text, "\(Path(other).name) is a ground truth of the same name", .badData)
            }
        }
        recordings = try RecordingFolder.files(of: results).compactMap { file -> Recording? in
            guard file.parts.fileExtension == "jsonl" else { return nil }
            let stem = file.parts.stem
            // The longest name, so that `walk.front.jsonl` belongs to `walk.front.json` rather than to `walk.json`.
            let names = named.keys.filter { stem == $0 || stem.hasPrefix($0 + ".") }
            guard let name = names.max(by: { $0.count < $1.count }), let truth = named[name] else { return nil }
            return Recording(
                name: name, level: String(stem.dropFirst(name.count + 1)), results: file.text, truth: truth)
        }.sorted { ($0.level, $0.name) < ($1.level, $1.name) }
        guard !recordings.isEmpty else {
            throw Failure(
                results.text,
                "no file is named NAME.jsonl or NAME.LEVEL.jsonl after one of the \(named.count) ground truths NAME.json "
                    + "or NAME.trc in \(truths.text)", .badData)
        }
    }

    private static func files(of folder: Path) throws(Failure) -> [Path] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.text).sorted()
                .filter { !$0.hasPrefix(".") }.map { folder.appending($0) }
        } catch { throw Failure(folder.text, "the folder cannot be read", .noInput) }
    }
}
