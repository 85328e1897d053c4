/// How much is done for a pose: MediaPipe's way, the same work put to better use, or more work.
///
/// PCK@.1 is the share of joints within a tenth of the person's box. The figures are of experiments on 850 photos with known
/// joints (gymnastics, portraits, everyday scenes), full model.
public enum Accuracy: String, Sendable, CaseIterable {
    /// What MediaPipe computes, to the digit.
    case reference
    /// The same runs of the same networks, their results put to better use: about 2.7 points of PCK@.1 more in still
    /// pictures, and 1.3 in videos.
    case balanced
    /// More runs of the networks: still pictures are also searched turned, mirrored and in parts, and every region is looked at
    /// in a mirror, too; PCK@.1 rises from 70.2 to 77.8. A still picture takes two to twelve times as long, a frame of a video
    /// twice.
    case best
}

extension Accuracy {
    /// The search for people in a still picture.
    var search: Search {
        switch self {
        case .reference:
            Search(stages: [.upright(minimumScore: 0.5, .presence)], refinement: HeatmapRefinement())
        case .balanced:
            Search(stages: [.upright(minimumScore: 0.15, .upright)], refinement: GlobalPeak())
        case .best:
            Search(
                stages: [.upright(minimumScore: 0.15, .upright), .turned(from: 0.7), .tiles(from: 0.6)],
                refinement: GlobalPeak(), looksAgain: true)
        }
    }

    /// How the landmarks of a frame of a video are refined.
    var videoRefinement: any LandmarkRefinement {
        switch self {
        case .reference: HeatmapRefinement()
        case .balanced, .best: SquaredWindow()
        }
    }

    /// How far a person may drift in a video before the region follows, in sizes of the person.
    ///
    /// The landmarks of somebody who keeps still drift with the region, which MediaPipe's filters let settle for many seconds:
    /// with the region at rest they tremble by a third less on films of the mannequin, and lag no more. A network sees
    /// somebody as well who is a fiftieth off the middle.
    var regionPlay: Double { self == .reference ? 0 : 0.02 }
}
