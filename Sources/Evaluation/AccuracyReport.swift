#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The comparison of results with a ground truth that `poise score` prints.
public struct AccuracyReport: Sendable, Hashable {
    /// Name of the results file.
    public var file: String
    /// Name of the ground truth file.
    public var truth: String
    /// The measures over all images.
    public var summary: AccuracySummary
    /// Images of the ground truth without results.
    public var imagesWithoutResults: Int
    /// Differences to other results on the same images; `nil` without other results.
    public var paired: Paired?

    /// A paired comparison: results and the differences to them.
    public struct Paired: Sendable, Hashable {
        /// Name of the results file that is subtracted.
        public var file: String
        /// The differences.
        public var differences: PairedDifferences

        /// Creates a comparison from its parts.
        public init(file: String, differences: PairedDifferences) {
            self.file = file
            self.differences = differences
        }
    }

    /// Creates a report from its parts.
    public init(
        file: String, truth: String, summary: AccuracySummary, imagesWithoutResults: Int, paired: Paired? = nil
    ) {
        self.file = file
        self.truth = truth
        self.summary = summary
        self.imagesWithoutResults = imagesWithoutResults
        self.paired = paired
    }

    /// Returns the report as JSON on one line, without a final line break. Keys are sorted, and numbers rounded to 6
    /// decimals.
    ///
    ///     {"calibration":{"all":{..},"bins":[{"from":0.85,"interval":[0.8,0.93],"joints":120,"measured":0.88,
    ///      "stated":0.9,"to":0.95},..],"brier":0.1,"brierInterval":[0.08,0.13],"expectedCalibrationError":0.03},
    ///      "counts":{"emptyPictures":5,"falsePeople":0,"found":14,"people":22,"peopleFound":13,"pictures":15,
    ///      "picturesWithoutResults":0,"samePerson":13},"expectedErrors":{"far":0.91,"joints":156,"near":0.7},
    ///      "file":"a.jsonl","found":{"similarity":{"mean":0.78,"meanInterval":[0.7,0.85],"median":0.8,
    ///      "medianInterval":[0.68,0.87],"pictures":5},..},"paired":{"file":"b.jsonl","found":{..},"pictures":15,
    ///      "withMissed":{..}},"truth":"truth.json","withMissed":{..}}
    ///
    /// `found` holds the measures over the people found, `withMissed` those in which missed people count 0, both keyed
    /// by ``AccuracyMeasure/identifier``. Values that were not measured are omitted.
    /// - Throws: Foundation's error when a number is infinite or NaN, which joints far outside any image may cause.
    public func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Fields(self)), as: UTF8.self)
    }
}

/// The JSON fields of a report.
private struct Fields: Encodable {
    struct Counts: Encodable {
        var pictures, found, samePerson, people, peopleFound, emptyPictures, falsePeople, picturesWithoutResults: Int
    }
    struct Number: Encodable {
        var mean: Double
        var meanInterval: [Double]?
        var median: Double
        var medianInterval: [Double]?
        var pictures: Int
    }
    struct Bin: Encodable {
        var from, to: Double
        var joints: Int
        var stated, measured: Double
        var interval: [Double]?
    }
    struct Reliability: Encodable {
        var all: Bin
        var bins: [Bin]
        var brier: Double
        var brierInterval: [Double]?
        var expectedCalibrationError: Double
    }
    struct Errors: Encodable {
        var joints: Int
        var near, far: Double
    }
    struct Differences: Encodable {
        var file: String
        var pictures: Int
        var found, withMissed: [String: Number]
    }

    var file, truth: String
    var counts: Counts
    var found, withMissed: [String: Number]
    var calibration: Reliability?
    var expectedErrors: Errors?
    var paired: Differences?

    init(_ report: AccuracyReport) {
        let summary = report.summary
        (file, truth) = (report.file, report.truth)
        counts = Counts(
            pictures: summary.images, found: summary.found, samePerson: summary.samePerson, people: summary.people,
            peopleFound: summary.peopleFound, emptyPictures: summary.emptyImages, falsePeople: summary.falsePeople,
            picturesWithoutResults: report.imagesWithoutResults)
        (found, withMissed) = (numbers(summary.figures), numbers(summary.figuresWithMissed))
        calibration = summary.calibration.map(Reliability.init)
        expectedErrors = summary.expectedErrors.map {
            Errors(joints: $0.joints, near: rounded($0.near), far: rounded($0.far))
        }
        paired = report.paired.map {
            Differences(
                file: $0.file, pictures: $0.differences.images, found: numbers($0.differences.figures),
                withMissed: numbers($0.differences.figuresWithMissed))
        }
    }
}

extension Fields.Reliability {
    init(_ calibration: Calibration) {
        all = Fields.Bin(calibration.all)
        bins = calibration.bins.map(Fields.Bin.init)
        brier = rounded(calibration.brier)
        brierInterval = ends(calibration.brierInterval)
        expectedCalibrationError = rounded(calibration.expectedError)
    }
}

extension Fields.Bin {
    init(_ bin: Calibration.Bin) {
        (from, to, joints) = (bin.lower, bin.upper, bin.joints)
        (stated, measured, interval) = (rounded(bin.stated), rounded(bin.measured), ends(bin.interval))
    }
}

private func numbers(_ figures: [AccuracyMeasure: Estimate]) -> [String: Fields.Number] {
    Dictionary(
        uniqueKeysWithValues: figures.map { measure, figure in
            let number = Fields.Number(
                mean: rounded(figure.mean), meanInterval: ends(figure.meanInterval), median: rounded(figure.median),
                medianInterval: ends(figure.medianInterval), pictures: figure.images)
            return (measure.identifier, number)
        })
}

private func ends(_ interval: ClosedRange<Double>?) -> [Double]? {
    interval.map { [rounded($0.lowerBound), rounded($0.upperBound)] }
}

/// Returns the value rounded to 6 decimals. Adding zero turns -0 into 0.
func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 + 0 }
