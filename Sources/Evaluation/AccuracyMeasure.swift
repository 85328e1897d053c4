/// A measure of pose accuracy against ground truth, one value per image.
public enum AccuracyMeasure: String, Sendable, Hashable, CaseIterable {
    /// Share of joints within a twentieth of the longer side of the box.
    case correctByTwentieth = "PCK@0.05 of the box"
    /// Share of joints within a tenth of the longer side of the box.
    case correctByTenth = "PCK@0.1 of the box"
    /// Share of joints within a fifth of the torso.
    case correctByTorso = "PCK@0.2 of the torso"
    /// Object keypoint similarity.
    case similarity = "OKS"
    /// Mean distance divided by the longer side of the box.
    case overBox = "distance / box"
    /// Mean distance divided by the torso.
    case overTorso = "distance / torso"
    /// Mean distance in space after the best fit, millimeters.
    case alignedDistance = "PA-MPJPE, mm"

    /// The measure's name in JSON.
    public var identifier: String { "\(self)" }

    /// Whether larger values are better. A missed person then counts 0; distances have no such value.
    public var isGain: Bool {
        switch self {
        case .overBox, .overTorso, .alignedDistance: false
        default: true
        }
    }

    /// Returns the value of an image: the mean over the people found; `nil` if no one has the measure.
    public func value(of image: ImageScore) -> Double? {
        let values = image.matches.compactMap { value(of: $0) }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// Returns the value of an image with missed people included; `nil` if it does not exist.
    public func value(of image: ImageScore, missed: MissedPeople) -> Double? {
        let people = count(in: image)
        guard isGain, people > 0 else { return nil }
        switch missed {
        case .withTheirImage: return image.matches.isEmpty ? 0 : value(of: image)
        case .each: return image.matches.compactMap { value(of: $0) }.reduce(0, +) / Double(people)
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

    /// Returns the number of people in an image that this measure applies to.
    private func count(in image: ImageScore) -> Int {
        switch self {
        case .correctByTorso, .overTorso: image.peopleWithTorso
        case .similarity: image.peopleWithArea
        default: image.people
        }
    }
}

/// The rule by which missed people count 0 in gain measures.
public enum MissedPeople: Sendable, Hashable {
    /// An image counts 0 if no person with known joints was found in it. For results with fewer people than the images
    /// show, as when a single person was requested.
    case withTheirImage
    /// Each missed person counts 0.
    case each
}
