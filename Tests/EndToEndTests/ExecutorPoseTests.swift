import PoiseMachineCode
import PoiseBodyModel
import PoiseLandmarkPipeline
import Foundation
import PoiseImaging
import PoiseInference
import PoiseBody
import Testing
import PoiseTestSupport

/// Poses of all reference photos by both executors.
@Suite(
    .enabled(if: Reference.isAvailable, "needs the reference data"),
    .enabled(if: Processor.current.vectorWidth != nil, "needs generated code"))
struct ExecutorPoseTests {
    private func with<Result>(_ executor: Executor, _ body: () throws -> Result) rethrows -> Result {
        var options = EngineOptions()
        options.executor = executor
        return try EngineOptions.$current.withValue(options, operation: body)
    }

    /// Distances between landmarks, in units of the region's side.
    private struct Distances {
        var all: [Double] = []
        var count: Int { all.count }
        /// The number of distances beyond the effect of rounding alone.
        var moved: Int { all.count { $0 >= 2e-4 } }
        var largest: Double { all.max() ?? .nan }

        mutating func add(_ x: Double, _ y: Double) { all.append((x * x + y * y).squareRoot()) }
    }

    /// In the same region landmarks are equal up to rounding. On the whole way from pixels, regions differ by a few
    /// millionths, which changes single pixels of the crop by a step of the sampler; some photos are so unclear that
    /// this moves landmarks. On the worst one, op_544, MediaPipe's move ten times as far when pixels change by one
    /// level.
    @Test(arguments: [ReferenceNetwork.full, .lite]) func posesAreTheSame(model: ReferenceNetwork) throws {
        let reference = PoseEstimator.Options(accuracy: .reference)
        let jit = try with(.jit) { try PoseEstimator(model: .network(model.load()), options: reference) }
        let portable = try with(.portable) { try PoseEstimator(model: .network(model.load()), options: reference) }
        let landmarkers = try [Executor.jit, .portable].map { executor in
            try with(executor) {
                RegionLandmarker(
                    try LandmarkNetwork(.network(model.load()), includesMask: false).plan, threads: 1,
                    heatmapDecoder: MediaPipeSoftArgmax())
            }
        }
        var whole = Distances()
        var sameRegion = Distances()
        var regions = Distances()
        for photo in try ReferencePhoto.all(model) {
            let image = try photo.image()
            let (poses, others) = (jit.poses(in: image), portable.poses(in: image))
            #expect(poses.count == others.count, "\(photo.file)")
            guard let pose = poses.first, let other = others.first else { continue }
            let (region, side) = (other.region, other.region.size)
            regions.add(
                (pose.region.center.x - region.center.x) / side, (pose.region.center.y - region.center.y) / side)
            for (landmark, expected) in zip(pose.landmarks, other.landmarks) {
                whole.add(
                    (landmark.position.x - expected.position.x) / side,
                    (landmark.position.y - expected.position.y) / side)
            }
            let points = landmarkers.map { $0.landmarks(in: region, of: ImageView(image)).points }
            for (point, expected) in zip(points[0], points[1]) {
                sameRegion.add(point.x - expected.x, point.y - expected.y)
            }
        }
        print(
            "\(model): \(whole.moved) of \(whole.count) landmarks differ by 2e-4 of the region, at most \(whole.largest);",
            "in the same region \(sameRegion.moved) of \(sameRegion.count), at most \(sameRegion.largest)")
        #expect(whole.count > 1000 && sameRegion.count > 1000)
        #expect(sameRegion.moved == 0)
        #expect(regions.largest < 1e-5)
        #expect(whole.moved * 10 < whole.count)
        #expect(whole.largest < 1e-2)
    }
}
