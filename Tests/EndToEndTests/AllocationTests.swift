import PoiseBodyModel
import PoiseLandmarkPipeline
import CPoiseAllocations
import PoiseImaging
import PoiseBody
import Testing

/// Processing an image allocates heap memory only for the returned values.
@Suite(.enabled(if: allocations_are_counted(), "needs glibc, and no sanitizer"))
struct AllocationTests {
    private static let image = MannequinView.front("squat")?.rendering.image

    @Test(arguments: [1, 2])
    func trackedFrame(threads: Int) throws {
        let image = try #require(Self.image)
        let landmarker = RegionLandmarker(
            try LandmarkNetwork().plan, threads: threads,
            heatmapDecoder: MediaPipeSoftArgmax())
        let region = try #require(PoseEstimator().poses(in: image).first).region
        var presence = 0.0
        let view = ImageView(image)
        let count = Self.count { presence = landmarker.landmarks(in: region, of: view).presence }
        #expect(presence > 0.5)
        #expect(count == 0)
    }

    /// One array of poses, and for each pose its landmarks, its world points, and its mask.
    @Test(arguments: [1, 2], [false, true])
    func stillImage(threads: Int, includesMask: Bool) throws {
        let image = try #require(Self.image)
        let estimator = try PoseEstimator(options: PoseEstimator.Options(includesMask: includesMask, threads: threads))
        var poses: [Pose] = []
        let count = Self.count { poses = estimator.poses(in: image) }
        #expect(poses.count == 1)
        #expect(count == (includesMask ? 4 : 3))
    }

    /// The correction of a pose changes it in place.
    @Test func correctionInSpace() throws {
        let image = try #require(Self.image)
        let options = PoseEstimator.Options(spaceCorrection: .none)
        var pose = try #require(PoseEstimator(options: options).poses(in: image).first)
        let corrector = try PoseCorrector()
        #expect(Self.count { corrector.correct(&pose) } == 0)
    }

    /// Returns the number of allocations of this thread in the last of some runs.
    private static func count(_ body: () -> Void) -> Int {
        for _ in 0..<3 { body() }
        let before = allocation_count()
        body()
        return allocation_count() - before
    }
}
