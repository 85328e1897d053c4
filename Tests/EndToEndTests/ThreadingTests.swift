import PoiseBodyModel
import Foundation
import PoiseImaging
import PoiseBody
import Testing

/// Results are equal to the bit for any number of threads and estimators.
///
/// To look for data races: `swift test -c release --sanitize=thread --scratch-path .build-tsan --filter ThreadingTests`
@Suite struct ThreadingTests {
    /// Several different images, and the poses that a single estimator returns for them, masks included.
    private static let expected: [(image: Image, poses: [Pose])] = {
        guard let estimator = try? PoseEstimator(options: options()) else { return [] }
        return MannequinView.presets.compactMap { MannequinView.front($0)?.rendering.image }
            .map { ($0, estimator.poses(in: $0)) }
    }()

    private static func options(threads: Int = 1) -> PoseEstimator.Options {
        PoseEstimator.Options(people: 2, includesMask: true, threads: threads)
    }

    @Test(arguments: 1...4) func theNumberOfThreadsDoesNotMatter(threads: Int) throws {
        let estimator = try PoseEstimator(options: Self.options(threads: threads))
        #expect(Self.expected.count == 5 && Self.expected.allSatisfy { !$0.poses.isEmpty })
        for (image, poses) in Self.expected { #expect(estimator.poses(in: image) == poses) }
    }

    @Test func estimatorsRepeatThemselves() throws {
        let estimator = try PoseEstimator(options: Self.options())
        for (image, poses) in Self.expected + Self.expected.reversed() {
            #expect(estimator.poses(in: image) == poses)
        }
    }

    /// Concurrent estimators, each in its own thread: two, four, and four that start threads themselves.
    @Test(arguments: [(2, 1), (4, 1), (4, 2)])
    func estimatorsDoNotDisturbOneAnother(count: Int, threads: Int) async throws {
        let estimators = try (0..<count).map { _ in try PoseEstimator(options: Self.options(threads: threads)) }
        let expected = Self.expected
        let equal = await onThreads(count) { index in
            // Each estimator starts with another image.
            (0..<expected.count).allSatisfy { step in
                let (image, poses) = expected[(index + step) % expected.count]
                return estimators[index].poses(in: image) == poses
            }
        }
        #expect(equal == [Bool](repeating: true, count: count))
    }

    @Test func makingEstimatorsAtOnceWorks() async throws {
        let (image, poses) = try #require(Self.expected.first)
        let equal = await onThreads(4) { _ in
            (try? PoseEstimator(options: Self.options()))?.poses(in: image) == poses
        }
        #expect(equal == [true, true, true, true])
    }

    /// Runs work in dedicated threads, which really run concurrently, and returns the results in order.
    private func onThreads<Result: Sendable>(
        _ count: Int, _ work: @escaping @Sendable (Int) -> Result
    ) async -> [Result] {
        let results = await withTaskGroup(of: (Int, Result).self) { group in
            for index in 0..<count {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        Thread.detachNewThread { continuation.resume(returning: (index, work(index))) }
                    }
                }
            }
            var results: [(Int, Result)] = []
            for await result in group { results.append(result) }
            return results
        }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
