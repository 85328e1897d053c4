/// How people are searched for in a still picture: a composition of steps, each of which has its own file.
struct Search: Sendable {
    /// Where candidates come from, one stage after the other while there are not enough good ones.
    var stages: [CandidateSource]
    /// What makes a candidate a person.
    var judges: Gate
    /// What moves points to where the heatmaps see them.
    var refinement: any LandmarkRefinement
    /// Whether each person is looked at again: in the region that the landmarks show (``SecondPass``), and in a mirror.
    var looksAgain = false

    /// What must be so for a result to be a person.
    enum Gate: Sendable {
        /// The probability of a person, as in MediaPipe.
        case presence
        /// That, and a mean height of the limbs' peaks. Without it searching more finds people
        /// where there are none: chosen by presence alone, candidates from turned pictures gave a "person" in 84 of 92 photos
        /// with nobody. With it, detections from a score of .15 on give fewer false people than MediaPipe's from .5 on (8 of
        /// 92 instead of 10).
        case peaks(full: Double, lite: Double)

        func minimumQuality(isLite: Bool) -> Double? {
            switch self {
            case .presence: nil
            case .peaks(let full, let lite): isLite ? lite : full
            }
        }
    }
}
