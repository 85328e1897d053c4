import PoiseGeometry
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// Evaluates a person again in the region that the landmarks show: the landmark network locates the ends of the body better than
/// the detector. The better of both results stays, by the mean height of the limbs' heatmap peaks.
///
/// It gains 0.8 points of PCK@.1 and 1.3 of PCK@.05 on 1139 photos with known joints, for one run of the landmark network.
package enum RegionRefinement {
    /// Returns the region to evaluate; `nil` when there is none.
    package static func region(after raw: RawLandmarks, in region: RegionOfInterest, of image: ImageView)
        -> RegionOfInterest?
    {
        let next = RegionProjection(region).nextRegion(raw, by: LandmarkSpec.body.nextRegion, in: image.size)
        return next.isUsable ? next : nil
    }

    /// Returns whether the second result is better.
    package static func isBetter(_ second: RawLandmarks, than first: RawLandmarks, _ acceptance: PoseAcceptance) -> Bool
    {
        acceptance.accepts(second) && second.quality >= first.quality
    }
}
