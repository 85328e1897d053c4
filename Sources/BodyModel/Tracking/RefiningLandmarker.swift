import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// Finds landmarks, and evaluates the region again where the peaks have dropped since the last frame: the region lagged behind a
/// person who moved fast, and the landmarks show a better one (``RegionRefinement``).
struct RefiningLandmarker: LandmarkFinder {
    let landmarker: RegionLandmarker
    let minimumPresence: Double

    /// The drop of the quality from the frame before that triggers a second evaluation. (A choice, not measured.)
    private static let drop = 0.1
    /// The quality that stands for the frame before of a new person: above it a person is found well.
    private static let newcomer = 0.8

    func landmarks(
        expectedIn region: RegionOfInterest, of image: ImageView, lastQuality: Double?
    ) -> (raw: RawLandmarks, region: RegionOfInterest) {
        var (raw, region) = (landmarker.landmarks(in: region, of: image), region)
        if raw.quality < (lastQuality ?? Self.newcomer) - Self.drop,
            let next = RegionRefinement.region(after: raw, in: region, of: image)
        {
            let first = (raw, region)
            (raw, region) = (landmarker.landmarks(in: next, of: image), next)
            if !RegionRefinement.isBetter(raw, than: first.0, PoseAcceptance(minimumPresence: minimumPresence)) {
                // Once more, so that the mask is of this region.
                (raw, region) =
                    landmarker.includesMask ? (landmarker.landmarks(in: first.1, of: image), first.1) : first
            }
        }
        WorldLandmarkCorrection.apply(to: &raw)
        return (raw, region)
    }

    func lastMask() -> Mask? { landmarker.lastMask() }
}
