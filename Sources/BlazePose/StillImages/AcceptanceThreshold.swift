/// What a candidate's pose must be to be a person.
enum Gate: Sendable {
    /// Present with the probability that the caller asks for, as in MediaPipe.
    case presence
    /// That, and its limbs seen: a mean height of their peaks, by landmark network.
    ///
    /// Without it searching more finds people where there are none: chosen by presence alone, candidates from turned pictures
    /// gave a "person" in 84 of 92 photos with nobody.
    case peaks(full: Double, lite: Double)

    /// For pictures as they are. With it, detections from a score of .15 on give fewer false people than MediaPipe's from .5 on
    /// (8 of 92 instead of 10). Of the lite network, whose peaks are lower, a tenth less is asked.
    static let upright = peaks(full: 0.40, lite: 0.36)
    /// For turned, mirrored and partial pictures: more chances for something to look like a person. Two thirds of the poses
    /// between .4 and .5 are bad, whoever they are of. The experiments behind ``Accuracy/best`` asked .45 (lite .40) of all
    /// candidates; on the five reference photos with nobody in them that finds a person on a horse, and .50 nobody.
    static let turned = peaks(full: 0.50, lite: 0.45)

    /// The score from which MediaPipe takes a detection for a person.
    static let strongScore = 0.5
    /// How much more is asked for each unit of the score that is missing to that.
    ///
    /// In 1034 pictures with nobody (backgrounds, animals, things, textures, drawn and photographed) MediaPipe's way finds
    /// somebody in 29. Without this the upright gate finds somebody in 25 and both gates in 29, with it in 12 and 12.
    private static let perMissingScore = 0.2

    /// The mean height of the limbs' peaks that is asked for; `nil` for any.
    func minimumQuality(isLite: Bool) -> Double? {
        switch self {
        case .presence: nil
        case .peaks(let full, let lite): isLite ? lite : full
        }
    }

    /// The same of somebody who was not found before: of a weak detection more is asked.
    ///
    /// - Parameter score: The detector's.
    func minimumQualityOfSomebodyNew(isLite: Bool, score: Double) -> Double {
        guard let quality = minimumQuality(isLite: isLite) else { return 0 }
        return quality + Gate.perMissingScore * max(0, Gate.strongScore - score)
    }
}
