import Landmarks

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a file of results holds, whichever command wrote it.
public enum PoseResults: Sendable, Hashable {
    /// Lines of `poise image --json`: one a picture.
    case pictures([ImageRecord])
    /// Lines of `poise video --json` or `poise live --json`: a header, and one a frame.
    case video(PoseSequence)

    /// Reads JSON Lines. A video's begin with a header; a byte order mark is passed over.
    /// - Throws: ``PoseResultsError`` when the text is something else.
    public init(jsonLines bytes: [UInt8]) throws(PoseResultsError) {
        let text: ArraySlice<UInt8>
        do { text = try JSONText.content(of: bytes) } catch { throw .utf16 }
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // After the last line's break there is nothing.
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
            } catch { throw .picture(line: index + 1, error) }
        }
        self = .pictures(records)
    }

    /// What tells a line of a video from others.
    private struct FirstLine: Decodable {
        var format: String?
        var frame: Int?
    }
}

/// Why a text holds no results.
public enum PoseResultsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The first line is no JSON object.
    case noResults
    /// The text is UTF-16, and UTF-8 is needed.
    case utf16
    /// It begins as results of a video do, and does not go on so.
    case video(PoseSequenceError)
    /// A line, from 1, is no picture's result.
    case picture(line: Int, ImageRecordError)

    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .noResults: "the first line is no JSON object as 'poise image --json' and 'poise video --json' write them"
        case .utf16: "\(JSONText.UTF16())"
        case .video(let error): "\(error)"
        case .picture(let line, let error): "line \(line): \(error)"
        }
    }
}
