/// A measure of how near poses come to the truth: a number a picture.
public enum AccuracyMeasure: String, Sendable, Hashable, CaseIterable {
    /// The share of joints within a twentieth of the longer side of the box.
    case correctByTwentieth = "PCK@0.05 of the box"
    /// The share of joints within a tenth of the longer side of the box.
    case correctByTenth = "PCK@0.1 of the box"
    /// The share of joints within a fifth of the torso.
    case correctByTorso = "PCK@0.2 of the torso"
    /// Object keypoint similarity.
    case similarity = "OKS"
    /// Mean distance over the longer side of the box.
    case overBox = "distance / box"
    /// Mean distance over the torso.
    case overTorso = "distance / torso"
    /// Mean distance in space after the best fit, millimetres.
    case alignedDistance = "PA-MPJPE, mm"

    /// The name in JSON.
    public var identifier: String { "\(self)" }

    /// Whether more is better. Then 0 is what somebody who was not found is worth; of distances there is no such number.
    public var isGain: Bool {
        switch self {
        case .overBox, .overTorso, .alignedDistance: false
        default: true
        }
    }

    /// The number of a picture: the mean over the people who were found; `nil` where it has none.
    public func value(of picture: PictureScore) -> Double? {
        let values = picture.matches.compactMap { value(of: $0) }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The number of a picture in which people may have been missed; `nil` where it has none.
    public func value(of picture: PictureScore, missed: MissedPeople) -> Double? {
        let people = count(in: picture)
        guard isGain, people > 0 else { return nil }
        switch missed {
        case .withTheirPicture: return picture.matches.isEmpty ? 0 : value(of: picture)
        case .each: return picture.matches.compactMap { value(of: $0) }.reduce(0, +) / Double(people)
        }
    }

    private func value(of score: PoseScore) -> Double? {
        switch self {
        case .correctByTwentieth: score.correct(within: 0.05 * score.size)
        case .correctByTenth: score.correctByBox
        case .correctByTorso: score.correctByTorso
        case .similarity: score.similarity
        case .overBox: score.overBox
        case .overTorso: score.overTorso
        case .alignedDistance: score.alignedDistance
        }
    }

    /// How many people of a picture it can be measured of.
    private func count(in picture: PictureScore) -> Int {
        switch self {
        case .correctByTorso, .overTorso: picture.peopleWithTorso
        case .similarity: picture.peopleWithArea
        default: picture.people
        }
    }
}

/// What people who were not found count as, where that is 0.
public enum MissedPeople: Sendable, Hashable {
    /// A picture counts 0 in which nobody was found whose joints are known. This is for results with fewer people than are
    /// in the pictures, as when one person was looked for.
    case withTheirPicture
    /// Each of them counts 0.
    case each
}
