import PoiseGeometry
import PoiseLandmarkPipeline

/// The way in which people are searched for in a still image.
package struct StillImageStrategy: Sendable {
    /// The stages, one after the other while there are not enough people of good quality.
    var stages: [ProposalStage]
    /// Moves landmarks by their heatmaps.
    var heatmapDecoder: any HeatmapDecoder
    /// Whether each person is evaluated again: in the region that the landmarks show (``RegionRefinement``), and mirrored.
    var refinesPeople = false
}

/// A source of candidates: the detector, run on some views of the image.
package struct ProposalStage: Sendable {
    /// Views that the detector sees, in order.
    package enum Views: Sendable {
        /// The image as it is.
        case upright
        /// Turned by 90, 180 and 270 degrees, and mirrored.
        ///
        /// The detector was trained on people who stand; it detects those who lie, hang or stand on their hands in a turned image.
        /// The mean height of the limbs' peaks selects the best of the candidates: 5.3 points of PCK@.1. A bad region is the cause
        /// of most of MediaPipe's misses.
        case rotated
        /// The four corners and the center, each six tenths of the image's sides, and the image from farther away.
        ///
        /// People who are small in the image are detected in parts of it, and those who are larger than it when there is room
        /// around them. With these views and the flip ensemble: 7.0 points of PCK@.1 instead of 5.3.
        case tiles

        /// Sides of a tile, as a share of the image's: neighbors share a fifth of the side. (A choice; the effect of the
        /// stage as a whole is measured, above.)
        private static let tile = 0.6
        /// The size of the view from farther away: a quarter of the image's side more on each side.
        private static let distance = 1.5

        /// The number of views.
        package var count: Int {
            switch self {
            case .upright: 1
            case .rotated: 4
            case .tiles: 6
            }
        }

        /// Returns a view of an image by its index.
        package func transform(_ index: Int, of size: ImageSize) -> ViewTransform {
            var view = ViewTransform.whole(size)
            switch (self, index) {
            case (.upright, _): break
            case (.rotated, 3): view.isMirrored = true
            case (.rotated, _): view.square.rotation = Double(index + 1) * .pi / 2
            case (.tiles, 5): view.square.size *= Self.distance
            case (.tiles, _):
                let near = Self.tile / 2
                let x = index == 4 ? 0.5 : index % 2 == 0 ? near : 1 - near
                let y = index == 4 ? 0.5 : index < 2 ? near : 1 - near
                view.square.center = PixelPoint(x: x * Double(size.width), y: y * Double(size.height))
                view.square.size *= Self.tile
            }
            return view
        }
    }

    /// When a stage runs.
    enum Condition: Sendable {
        /// Always.
        case always
        /// When fewer people than wanted have at least this quality.
        case qualityBelow(Double)
    }

    var views: Views
    var condition: Condition
    /// The detector's score from which a candidate is evaluated.
    var minimumScore: Double
    /// The threshold from which a candidate is a person.
    var threshold: AcceptanceThreshold

    /// Score below which detections in a turned or partial image carry no information. (A choice, not measured.)
    private static let lowScore = 0.05

    /// The stage that detects people in the image as it is.
    static func upright(minimumScore: Double, _ threshold: AcceptanceThreshold) -> ProposalStage {
        ProposalStage(views: .upright, condition: .always, minimumScore: minimumScore, threshold: threshold)
    }

    /// The stage that detects people in the turned and mirrored image.
    static func rotated(below quality: Double) -> ProposalStage {
        ProposalStage(
            views: .rotated, condition: .qualityBelow(quality), minimumScore: lowScore, threshold: .rotated)
    }

    /// The stage that detects people in parts of the image.
    static func tiles(below quality: Double) -> ProposalStage {
        ProposalStage(views: .tiles, condition: .qualityBelow(quality), minimumScore: lowScore, threshold: .rotated)
    }
}

/// The threshold from which a candidate's pose is a person.
package enum AcceptanceThreshold: Sendable {
    /// The presence that the caller requires, as in MediaPipe.
    case presence
    /// That presence, and a mean height of the limbs' heatmap peaks, by landmark network.
    ///
    /// Without it more search yields false people: chosen by presence alone, candidates from turned images gave a "person" in 84 of
    /// 92 photos without people.
    case peaks(full: Double, lite: Double)

    /// For images as they are. With it, detections from a score of .15 on yield fewer false people than MediaPipe's from .5 on (8 of
    /// 92 instead of 10). The lite network, whose peaks are lower, needs a tenth less.
    package static let upright = peaks(full: 0.40, lite: 0.36)
    /// For turned, mirrored and partial images, where more things resemble a person. Two thirds of the poses between .4 and .5 are
    /// bad. The experiments behind ``Accuracy/best`` used .45 (lite .40) for all candidates; on the five reference photos without
    /// people that yields a person on a horse, and .50 none.
    package static let rotated = peaks(full: 0.50, lite: 0.45)

    /// The score from which MediaPipe takes a detection for a person.
    static let strongScore = 0.5
    /// The increase of the required quality for each unit of the score that is missing to that.
    ///
    /// In 1034 images without people (backgrounds, animals, things, textures, drawn and photographed) MediaPipe's way yields a person
    /// in 29. Without this the upright threshold yields one in 25 and both thresholds in 29, with it in 12 and 12.
    private static let perMissingScore = 0.2

    /// Returns the required mean height of the limbs' peaks; `nil` for any.
    package func minimumQuality(isLite: Bool) -> Double? {
        switch self {
        case .presence: nil
        case .peaks(let full, let lite): isLite ? lite : full
        }
    }

    /// Returns the required quality of a new person, which rises as the detector's score falls.
    package func minimumQualityOfNewPerson(isLite: Bool, score: Double) -> Double {
        guard let quality = minimumQuality(isLite: isLite) else { return 0 }
        return quality + Self.perMissingScore * max(0, Self.strongScore - score)
    }
}
