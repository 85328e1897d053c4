/// What a candidate's pose must be to be a person.
enum Gate: Sendable {
    /// Present with the probability that the caller asks for, as in MediaPipe.
    case presence
    /// That, and its limbs seen: a mean height of their peaks, by landmark network. Where the detector's score is less than
    /// ``strongScore``, so much more is asked for each unit that is missing.
    ///
    /// Without it searching more finds people where there are none: chosen by presence alone, candidates from turned pictures
    /// gave a "person" in 84 of 92 photos with nobody.
    case peaks(full: Double, lite: Double, perMissingScore: Double)

    /// For pictures as they are. With it, detections from a score of .15 on give fewer false people than MediaPipe's from .5 on
    /// (8 of 92 instead of 10). Of the lite network, whose peaks are lower, a tenth less is asked.
    ///
    /// Of weak detections more is asked. In 1034 other pictures with nobody (backgrounds, animals, things, textures, drawn and
    /// photographed) MediaPipe's way finds somebody in 29, a gate of .40 for all scores in 25, and this one in 12.
    static let upright = peaks(full: 0.40, lite: 0.36, perMissingScore: 0.2)
    /// For turned, mirrored and partial pictures: more chances for something to look like a person. Two thirds of the poses
    /// between .4 and .5 are bad, whoever they are of. The experiments behind ``Accuracy/best`` asked .45 (lite .40) of all
    /// candidates; on the five reference photos with nobody in them that finds a person on a horse, and .50 nobody.
    static let turned = peaks(full: 0.50, lite: 0.45, perMissingScore: 0)

    /// The score from which MediaPipe takes a detection for a person.
    static let strongScore = 0.5

    /// The mean height of the limbs' peaks that is asked for; `nil` for any.
    ///
    /// - Parameter score: The detector's.
    func minimumQuality(isLite: Bool, score: Double = strongScore) -> Double? {
        switch self {
        case .presence: nil
        case .peaks(let full, let lite, let perMissingScore):
            (isLite ? lite : full) + perMissingScore * max(0, Gate.strongScore - score)
        }
    }
}
