/// Where candidates come from: the detector, and how the picture is shown to it.
struct CandidateSource: Sendable {
    /// What the detector is shown, in order.
    enum Views: Sendable {
        /// The picture as it is.
        case upright
        /// Turned by 90, 180 and 270 degrees, and mirrored.
        ///
        /// The detector knows people who stand; those who lie, hang or stand on their hands it finds when the picture is
        /// turned. By the mean height of the limbs' peaks the best of the candidates can be told: 5.3 points of PCK@.1. Most
        /// of what MediaPipe loses it loses by a bad region.
        case turned
        /// The four corners and the centre, each six tenths of the picture's sides, and the picture from farther away.
        ///
        /// People who are small in the picture are found in parts of it, and those who are larger than it when there is room
        /// round them. With these and the mirror: 7.0 points of PCK@.1 in place of 5.3.
        case tiles
    }

    var views: Views
    /// The detector's score from which a candidate is looked at.
    var minimumScore: Double
    /// The quality below which the people found so far are not good enough, so that this source is asked; `nil` asks it
    /// always.
    var weakQuality: Double?
    /// What makes a candidate a person.
    var gate: Gate

    /// Scores below which a turned or partial picture says nothing.
    private static let lowScore = 0.05

    static func upright(minimumScore: Double, _ gate: Gate) -> CandidateSource {
        CandidateSource(views: .upright, minimumScore: minimumScore, weakQuality: nil, gate: gate)
    }

    static func turned(from weakQuality: Double) -> CandidateSource {
        CandidateSource(views: .turned, minimumScore: lowScore, weakQuality: weakQuality, gate: .turned)
    }

    static func tiles(from weakQuality: Double) -> CandidateSource {
        CandidateSource(views: .tiles, minimumScore: lowScore, weakQuality: weakQuality, gate: .turned)
    }
}
