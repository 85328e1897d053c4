/// Accuracy measures over several images.
public struct AccuracySummary: Sendable, Hashable {
    /// Images with people whose joints are known.
    public let images: Int
    /// Those images in which a person was found.
    public let found: Int
    /// Those images in which a person with known joints was found.
    public let samePerson: Int
    /// People with known joints.
    public let people: Int
    /// Those people that were found.
    public let peopleFound: Int
    /// Images without people.
    public let emptyImages: Int
    /// Poses in images without people.
    public let falsePeople: Int
    /// The measures over the people found; measures that no image has are omitted.
    public let figures: [AccuracyMeasure: Estimate]
    /// The measures in which missed people count 0.
    public let figuresWithMissed: [AccuracyMeasure: Estimate]
    /// Calibration of the stated confidences; `nil` if the results state none.
    public let calibration: Calibration?
    /// Agreement of errors with the expected errors; `nil` if the results state none.
    public let expectedErrors: ExpectedErrors?

    /// Summarizes images. Poses of people with unknown joints count as found and nowhere else.
    ///
    /// - Parameters:
    ///   - scores: One score per image.
    ///   - missed: The rule by which missed people count.
    public init(_ scores: [ImageScore], missed: MissedPeople = .withTheirImage) {
        let known = scores.filter { $0.people > 0 }
        images = known.count
        found = known.count { $0.poses > 0 }
        samePerson = known.count { !$0.matches.isEmpty }
        people = known.reduce(0) { $0 + $1.people }
        peopleFound = known.reduce(0) { $0 + $1.matches.count }
        let empty = scores.filter(\.isEmpty)
        emptyImages = empty.count
        falsePeople = empty.reduce(0) { $0 + $1.poses }
        figures = Estimate.each { measure in known.compactMap { measure.value(of: $0) } }
        figuresWithMissed = Estimate.each { measure in known.compactMap { measure.value(of: $0, missed: missed) } }
        calibration = Calibration(known)
        expectedErrors = ExpectedErrors(known)
    }
}

extension Estimate {
    /// Returns one estimate per measure that has values.
    static func each(_ values: (AccuracyMeasure) -> [Double]) -> [AccuracyMeasure: Estimate] {
        AccuracyMeasure.allCases.reduce(into: [:]) { $0[$1] = Estimate(values($1)) }
    }
}

/// Agreement of joint errors with the errors that the results expect.
public struct ExpectedErrors: Sendable, Hashable {
    /// Joints with an expected error.
    public let joints: Int
    /// Share of those joints whose error is at most 1.3 times the expected one; 0.68 is ideal.
    public let near: Double
    /// Share of those joints whose error is at most 3.4 times the expected one; 0.9 is ideal.
    public let far: Double

    /// Creates shares from their values.
    public init(joints: Int, near: Double, far: Double) {
        (self.joints, self.near, self.far) = (joints, near, far)
    }

    /// Measures the joints of all matched people; `nil` when no joint has an expected error.
    init?(_ images: [ImageScore]) {
        let pairs = images.flatMap(\.matches).flatMap { score in
            score.expectedErrors.compactMap { joint, expected in score.distances[joint].map { ($0, expected) } }
        }
        guard !pairs.isEmpty else { return nil }
        joints = pairs.count
        near = Double(pairs.count { $0 <= 1.3 * $1 }) / Double(joints)
        far = Double(pairs.count { $0 <= 3.4 * $1 }) / Double(joints)
    }
}

/// Differences of the measures of two results on the same images.
public struct PairedDifferences: Sendable, Hashable {
    /// Images in both results.
    public let images: Int
    /// Differences of the measures over the people found, for the images in which both found people.
    public let figures: [AccuracyMeasure: Estimate]
    /// Differences of the measures in which missed people count 0.
    public let figuresWithMissed: [AccuracyMeasure: Estimate]

    /// Computes the differences image by image, over the images in both results; `nil` when there are none.
    ///
    /// - Parameters:
    ///   - scores: The minuend results.
    ///   - others: The results that are subtracted.
    ///   - missed: The rule by which missed people count.
    public init?(_ scores: [ImageScore], minus others: [ImageScore], missed: MissedPeople = .withTheirImage) {
        let byName = Dictionary(others.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = scores.compactMap { score in byName[score.name].map { (score, $0) } }
        guard !pairs.isEmpty else { return nil }
        images = pairs.count
        func differences(_ value: (ImageScore) -> Double?) -> [Double] {
            pairs.compactMap { score, other in
                guard let mine = value(score), let theirs = value(other) else { return nil }
                return mine - theirs
            }
        }
        figures = Estimate.each { measure in differences { measure.value(of: $0) } }
        figuresWithMissed = Estimate.each { measure in differences { measure.value(of: $0, missed: missed) } }
    }
}
