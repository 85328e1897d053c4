import BlazePose
import CAllocations
import Imaging
import Landmarks
import Testing

/// A frame takes no memory from the heap but for what it returns.
@Suite(.enabled(if: allocations_are_counted(), "needs glibc, and no sanitizer"))
struct AllocationTests {
    @Test(arguments: [1, 2])
    func trackedFrame(threads: Int) throws {
        let image = try #require(MannequinView.front("squat")).rendering.image
        let landmarker = PoseLandmarker(try PoseNetworks(model: .full, givesMask: false), threads: threads)
        let region = try #require(PoseEstimator().poses(in: image).first).region
        var result: RawLandmarks?
        let count = AllocationTests.count { result = landmarker.landmarks(in: region, of: image) }
        #expect(result != nil)
        print("tracked", threads, count)
    }

    @Test(arguments: [false, true])
    func stillImage(givesMask: Bool) throws {
        let image = try #require(MannequinView.front("squat")).rendering.image
        let estimator = try PoseEstimator(options: PoseEstimator.Options(givesMask: givesMask))
        var poses: [Pose] = []
        let count = AllocationTests.count { poses = estimator.poses(in: image) }
        #expect(poses.count == 1)
        print("still", givesMask, count)
    }

    /// How often the last of some runs asks for memory.
    private static func count(_ body: () -> Void) -> Int {
        for _ in 0..<3 { body() }
        let before = allocation_count()
        body()
        return allocation_count() - before
    }
}
