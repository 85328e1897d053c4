import Imaging
import Landmarks

/// Finds landmarks, and looks again where the peaks have dropped since the last frame: the region lagged behind somebody who
/// moved fast, and the landmarks show a better one (``SecondPass``).
struct SecondLook: LandmarkFinder {
    let landmarker: PoseLandmarker
    let minimumPresence: Double

    /// How much lower the mean height of the limbs' peaks must be than in the frame before.
    private static let drop = 0.1
    /// What counts as the frame before of somebody new: above it a person is found well (``Accuracy/search``).
    private static let newcomer = 0.8

    func landmarks(in region: Region, of image: Image) -> RawLandmarks {
        look(at: region, of: image, lastQuality: nil).raw
    }

    func look(at region: Region, of image: Image, lastQuality: Double?) -> (raw: RawLandmarks, region: Region) {
        var (raw, region) = (landmarker.landmarks(in: region, of: image), region)
        if raw.quality < (lastQuality ?? SecondLook.newcomer) - SecondLook.drop,
            let next = SecondPass.region(after: raw, in: region, of: image)
        {
            let first = (raw, region)
            (raw, region) = (landmarker.landmarks(in: next, of: image), next)
            if !SecondPass.isBetter(raw, than: first.0, PoseJudge(minimumPresence: minimumPresence)) {
                // Once more, so that the mask is of this region.
                (raw, region) = landmarker.givesMask ? (landmarker.landmarks(in: first.1, of: image), first.1) : first
            }
        }
        WorldPull.apply(to: &raw)
        return (raw, region)
    }

    func lastMask(in region: Region, of image: Image) -> Mask? { landmarker.lastMask(in: region, of: image) }
}
