/// What came out over several pictures.
public struct AccuracySummary: Sendable, Hashable {
    /// Pictures with people whose joints are known.
    public let pictures: Int
    /// Those in which anybody was found.
    public let found: Int
    /// Those in which somebody whose joints are known was found.
    public let samePerson: Int
    /// People whose joints are known.
    public let people: Int
    /// How many of them were found.
    public let peopleFound: Int
    /// Pictures with nobody in them.
    public let emptyPictures: Int
    /// Poses in those.
    public let falsePeople: Int
    /// The measures of the people who were found; those that no picture has are left out.
    public let figures: [AccuracyMeasure: Figure]
    /// The measures in which people who were not found count 0.
    public let figuresWithMissed: [AccuracyMeasure: Figure]
    /// Whether joints are right as often as the results claim; `nil` where they claim nothing.
    public let calibration: Calibration?
    /// Whether errors are as large as the results expect; `nil` where they expect nothing.
    public let expectedErrors: ExpectedErrors?

    /// Sums up pictures. Poses of people who are not known count as found and nowhere else.
    ///
    /// - Parameters:
    ///   - scores: One a picture.
    ///   - missed: What people who were not found count as.
    public init(_ scores: [PictureScore], missed: MissedPeople = .withTheirPicture) {
        let known = scores.filter { $0.people > 0 }
        pictures = known.count
        found = known.count { $0.poses > 0 }
        samePerson = known.count { !$0.matches.isEmpty }
        people = known.reduce(0) { $0 + $1.people }
        peopleFound = known.reduce(0) { $0 + $1.matches.count }
        let empty = scores.filter(\.isEmpty)
        emptyPictures = empty.count
        falsePeople = empty.reduce(0) { $0 + $1.poses }
        figures = Figure.each { measure in known.compactMap { measure.value(of: $0) } }
        figuresWithMissed = Figure.each { measure in known.compactMap { measure.value(of: $0, missed: missed) } }
        calibration = Calibration(known)
        expectedErrors = ExpectedErrors(known)
    }
}

extension Figure {
    /// A figure a measure, of those that have one.
    static func each(_ values: (AccuracyMeasure) -> [Double]) -> [AccuracyMeasure: Figure] {
        AccuracyMeasure.allCases.reduce(into: [:]) { $0[$1] = Figure(values($1)) }
    }
}

/// Whether errors are as large as the results expect.
public struct ExpectedErrors: Sendable, Hashable {
    /// Joints of which an error is expected.
    public let joints: Int
    /// The share of them that are off by 1.3 times of it at most, which should be 0.68.
    public let near: Double
    /// The share of them that are off by 3.4 times of it at most, which should be 0.9.
    public let far: Double

    /// Shares from their values.
    public init(joints: Int, near: Double, far: Double) {
        (self.joints, self.near, self.far) = (joints, near, far)
    }

    /// Measures the joints of all people that were matched; `nil` when no error is expected of any.
    init?(_ pictures: [PictureScore]) {
        let pairs = pictures.flatMap(\.matches).flatMap { score in
            score.expectedErrors.compactMap { joint, expected in score.distances[joint].map { ($0, expected) } }
        }
        guard !pairs.isEmpty else { return nil }
        joints = pairs.count
        near = Double(pairs.count { $0 <= 1.3 * $1 }) / Double(joints)
        far = Double(pairs.count { $0 <= 3.4 * $1 }) / Double(joints)
    }
}

/// By how much the measures of results differ from those of others on the same pictures.
public struct PairedDifferences: Sendable, Hashable {
    /// Pictures that both have.
    public let pictures: Int
    /// Differences of the measures of the people who were found, over the pictures in which both found some.
    public let figures: [AccuracyMeasure: Figure]
    /// Differences of the measures in which people who were not found count 0.
    public let figuresWithMissed: [AccuracyMeasure: Figure]

    /// The differences picture by picture, of the pictures that both have; `nil` when there are none.
    ///
    /// - Parameters:
    ///   - scores: The results that are subtracted from.
    ///   - others: The results that are subtracted.
    ///   - missed: What people who were not found count as.
    public init?(_ scores: [PictureScore], minus others: [PictureScore], missed: MissedPeople = .withTheirPicture) {
        let byName = Dictionary(others.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = scores.compactMap { score in byName[score.name].map { (score, $0) } }
        guard !pairs.isEmpty else { return nil }
        pictures = pairs.count
        func differences(_ value: (PictureScore) -> Double?) -> [Double] {
            pairs.compactMap { score, other in
                guard let mine = value(score), let theirs = value(other) else { return nil }
                return mine - theirs
            }
        }
        figures = Figure.each { measure in differences { measure.value(of: $0) } }
        figuresWithMissed = Figure.each { measure in differences { measure.value(of: $0, missed: missed) } }
    }
}
