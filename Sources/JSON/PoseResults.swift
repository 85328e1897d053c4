import PoiseSupport
import PoiseBody

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The contents of a results file, whichever command wrote it.
public enum PoseResults: Sendable, Hashable {
    /// Lines of `poise image --json`: one per image.
    case images([ImageRecord])
    /// Lines of `poise video --json` or `poise live --json`: a header, and one line per frame.
    case video(PoseSequence)

    /// Decodes JSON Lines. Those of a video begin with a header; a byte order mark is ignored.
    /// - Throws: ``PoseResultsError`` when the text is not a results file.
    public init(jsonLines bytes: [UInt8]) throws(PoseResultsError) {
        let text: ArraySlice<UInt8>
        do { text = try JSONText.content(of: bytes) } catch { throw .utf16 }
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // The part after the final line break is empty.
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard let first = lines.first.flatMap({ try? JSONDecoder().decode(FirstLine.self, from: Data($0)) }) else {
            throw .noResults
        }
        guard first.format == nil, first.frame == nil else {
            do { self = .video(try PoseSequence(jsonLines: bytes)) } catch { throw .video(error) }
            return
        }
        var records: [ImageRecord] = []
        for (index, line) in lines.enumerated() {
            do {
                records.append(try ImageRecord(jsonLine: String(decoding: line, as: UTF8.self)))
            } catch { throw .image(line: index + 1, error) }
        }
        self = .images(records)
    }

    /// The fields that distinguish the lines of a video from others.
    private struct FirstLine: Decodable {
        var format: String?
        var frame: Int?
    }
}

/// An error in reading a results file.
public enum PoseResultsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The first line is not a JSON object.
    case noResults
    /// The text is UTF-16, but must be UTF-8.
    case utf16
    /// The text begins as results of a video, and is then malformed.
    case video(PoseSequenceError)
    /// A line, counted from 1, is not the result of an image.
    case image(line: Int, ImageRecordError)

    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .noResults:
            "the first line is not a JSON object as 'poise image --json' and 'poise video --json' write them"
        case .utf16: "\(JSONText.UTF16())"
        case .video(let error): "\(error)"
        case .image(let line, let error): "line \(line): \(error)"
        }
    }
}
