import PoiseBenchmarkSupport
import PoiseBodyModel
import PoiseImaging
import PoiseLandmarkPipeline
import PoiseBody

/// The ways an image is processed, each ready to run repeatedly on the same image.
final class FrameBench {
    private let image: ImageView
    private let estimator: PoseEstimator
    private let landmarker: RegionLandmarker
    private let region: RegionOfInterest

    /// Creates the benchmark of one image.
    ///
    /// - Parameter image: Image with a person.
    init(image: Image, threads: Int) throws {
        self.image = ImageView(image)
        estimator = try PoseEstimator(options: PoseEstimator.Options(threads: threads))
        landmarker = RegionLandmarker(
            try LandmarkNetwork().plan, threads: threads,
            heatmapDecoder: MediaPipeSoftArgmax())
        guard let pose = estimator.poses(in: self.image).first else { throw NobodyFound() }
        region = pose.region
    }

    func trackedFrame() { _ = landmarker.landmarks(in: region, of: image) }
    func stillImage() { _ = estimator.poses(in: image) }
}
