/// An estimate over several recordings, each of which counts equally.
public struct SequenceEstimate: Sendable, Hashable {
    /// The mean over the recordings: for errors of angles the root of the mean square.
    public let value: Double
    /// 95 % bootstrap interval over recordings; `nil` for a single recording, whose frames resemble each other. See
    /// ``Bootstrap``.
    public let interval: ClosedRange<Double>?
    /// Number of recordings that have the measure.
    public let recordings: Int
}

/// Measures over several recordings.
public struct SequenceSummary: Sendable, Hashable {
    /// Number of recordings.
    public let recordings: Int
    /// The measures; those that no recording has are omitted.
    public let figures: [SequenceMeasure: SequenceEstimate]

    /// Summarizes recordings.
    public init(_ scores: [SequenceScore]) {
        recordings = scores.count
        figures = SequenceEstimate.each { measure in
            let values = scores.compactMap { measure.additive($0) }
            return SequenceEstimate(count: values.count) { times in
                weightedMean(values, times).map(measure.finish)
            }
        }
    }
}

/// Differences of the measures of two results of the same recordings.
public struct SequenceDifferences: Sendable, Hashable {
    /// Number of recordings in both results.
    public let recordings: Int
    /// Differences of the measures over the recordings that have them in both results.
    public let figures: [SequenceMeasure: SequenceEstimate]

    /// Computes the differences; `nil` when no recording is in both results.
    ///
    /// - Parameters:
    ///   - scores: The minuend results.
    ///   - others: The results that are subtracted, with the same names of recordings.
    public init?(_ scores: [SequenceScore], minus others: [SequenceScore]) {
        let byName = Dictionary(others.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = scores.compactMap { score in byName[score.name].map { (score, $0) } }
        guard !pairs.isEmpty else { return nil }
        recordings = pairs.count
        figures = SequenceEstimate.each { measure in
            let values = pairs.compactMap { score, other in
                measure.additive(score).flatMap { value in measure.additive(other).map { (value, $0) } }
            }
            return SequenceEstimate(count: values.count) { times in
                guard let first = weightedMean(values.map(\.0), times),
                    let second = weightedMean(values.map(\.1), times)
                else { return nil }
                return measure.finish(first) - measure.finish(second)
            }
        }
    }
}

extension SequenceEstimate {
    /// Creates an estimate; `nil` without recordings.
    ///
    /// - Parameters:
    ///   - count: The number of recordings.
    ///   - statistic: A function that maps the multiplicity of each recording to the value.
    fileprivate init?(count: Int, _ statistic: ([Int]) -> Double?) {
        guard count > 0, let value = statistic([Int](repeating: 1, count: count)) else { return nil }
        self.value = value
        interval = Bootstrap.intervals(images: count) { [statistic($0) ?? .nan] }[0]
        recordings = count
    }

    fileprivate static func each(
        _ estimate: (SequenceMeasure) -> SequenceEstimate?
    ) -> [SequenceMeasure: SequenceEstimate] {
        SequenceMeasure.allCases.reduce(into: [:]) { $0[$1] = estimate($1) }
    }
}

/// Returns the mean of values with multiplicities; `nil` when all are 0.
private func weightedMean(_ values: [Double], _ times: [Int]) -> Double? {
    let count = times.reduce(0, +)
    guard count > 0 else { return nil }
    return zip(values, times).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(count)
}
