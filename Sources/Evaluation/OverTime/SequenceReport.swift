#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The comparison of recordings with truths over time that `poise score` prints.
public struct SequenceReport: Sendable, Hashable {
    /// Name of the results: a file, a folder, or files in a folder with a common ending.
    public var results: String
    /// Name of the truth: a file or a folder.
    public var truth: String
    /// The recordings, by name.
    public var recordings: [SequenceScore]
    /// The measures over all recordings.
    public var summary: SequenceSummary
    /// Differences to other results; `nil` without other results.
    public var paired: Paired?

    /// A paired comparison: results and the differences to them.
    public struct Paired: Sendable, Hashable {
        /// Name of the results that are subtracted.
        public var results: String
        /// The differences.
        public var differences: SequenceDifferences

        /// Creates a comparison from its parts.
        public init(results: String, differences: SequenceDifferences) {
            self.results = results
            self.differences = differences
        }
    }

    /// Creates a report of recordings, which it summarizes.
    public init(results: String, truth: String, recordings: [SequenceScore], paired: Paired? = nil) {
        self.results = results
        self.truth = truth
        self.recordings = recordings
        self.paired = paired
        summary = SequenceSummary(recordings)
    }

    /// Returns the report as JSON on one line, without a final line break. Keys are sorted, and numbers rounded to 6
    /// decimals.
    ///
    ///     {"mean":{"angles":{"knee":{"insideStatedError":{"recordings":4,"value":0.75},"rootMeanSquare":{..},
    ///      "withoutConstant":{..}},..},"mpjpe":{"interval":[80.1,99.5],"recordings":4,"value":93.2},"paMPJPE":{..},
    ///      "acceleration":{..}},"paired":{"angles":{..},..,"recordings":4,"results":"b"},
    ///      "recordings":[{"angles":{"knee":{"rootMeanSquare":14.9,..},..},"compared":403,"correlation":0.98,"frames":404,
    ///      "framesPerSecond":29.93,"joints":12,"mpjpe":93.2,"name":"squat","paMPJPE":68.5,"person":1,"shift":-0.03},..],
    ///      "results":"a","truth":"angles"}
    ///
    /// Millimeters, millimeters per squared frame for `acceleration`, degrees for angles, seconds for `shift`, shares of
    /// 0 to 1 for `insideStatedError`. Values that were not measured are omitted.
    /// - Throws: Foundation's error when a number is infinite or NaN.
    public func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Fields(self)), as: UTF8.self)
    }
}

/// The measures in JSON: numbers of a recording, or estimates.
private struct MeasureFields<Value: Encodable>: Encodable {
    struct AngleFields: Encodable {
        var rootMeanSquare, withoutConstant, insideStatedError: Value?
    }

    var paMPJPE, mpjpe, acceleration: Value?
    var angles: [String: AngleFields]

    init(_ value: (SequenceMeasure) -> Value?) {
        (paMPJPE, mpjpe, acceleration) = (value(.aligned), value(.rootAligned), value(.acceleration))
        angles = AngleKind.allCases.reduce(into: [:]) { angles, kind in
            guard let error = value(.angle(kind)) else { return }
            angles[kind.rawValue] = AngleFields(
                rootMeanSquare: error, withoutConstant: value(.angleWithoutConstant(kind)),
                insideStatedError: value(.insideStatedError(kind)))
        }
    }
}

/// The JSON fields of a report.
private struct Fields: Encodable {
    struct Number: Encodable {
        var value: Double
        var interval: [Double]?
        var recordings: Int

        init(_ estimate: SequenceEstimate) {
            (value, recordings) = (rounded(estimate.value), estimate.recordings)
            interval = estimate.interval.map { [rounded($0.lowerBound), rounded($0.upperBound)] }
        }
    }

    struct Recording: Encodable {
        var score: SequenceScore

        func encode(to encoder: any Encoder) throws {
            try MeasureFields { $0.value(of: score).map(rounded) }.encode(to: encoder)
            try Properties(
                name: score.name, person: score.person, frames: score.frames, compared: score.compared,
                framesPerSecond: score.framesPerSecond.map(rounded), shift: rounded(score.shift.seconds),
                correlation: score.shift.correlation.map(rounded), joints: score.positions?.joints
            ).encode(to: encoder)
        }
    }

    struct Properties: Encodable {
        var name: String
        var person, frames, compared: Int
        var framesPerSecond: Double?
        var shift: Double
        var correlation: Double?
        var joints: Int?
    }

    struct Differences: Encodable {
        var paired: SequenceReport.Paired

        func encode(to encoder: any Encoder) throws {
            try MeasureFields { paired.differences.figures[$0].map(Number.init) }.encode(to: encoder)
            try ["results": paired.results].encode(to: encoder)
            try ["recordings": paired.differences.recordings].encode(to: encoder)
        }
    }

    var results, truth: String
    var recordings: [Recording]
    var mean: MeasureFields<Number>
    var paired: Differences?

    init(_ report: SequenceReport) {
        (results, truth) = (report.results, report.truth)
        recordings = report.recordings.map(Recording.init)
        mean = MeasureFields { report.summary.figures[$0].map(Number.init) }
        paired = report.paired.map(Differences.init)
    }
}
