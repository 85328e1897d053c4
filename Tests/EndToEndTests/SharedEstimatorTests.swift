import PoiseBodyModel
import PoiseImaging
import PoiseBody
import Testing

/// One estimator used by several tasks, which it serves one after the other.
///
/// Separate from ``ThreadingTests`` because of the thread sanitizer, which reports a false race here: a task that waits
/// for Swift's `Mutex` is woken in a library that the sanitizer does not instrument (swift 6.3.1, Linux; a program that
/// only counts under a `Mutex` gives the same report). With a `pthread_mutex_t` in its place it is silent.
@Suite struct SharedEstimatorTests {
    @Test func eachTaskGetsItsOwnResult() async throws {
        let options = PoseEstimator.Options(people: 2, includesMask: true, threads: 2)
        let shared = try PoseEstimator(options: options)
        let alone = try PoseEstimator(options: options)
        let expected = MannequinView.presets.compactMap { MannequinView.front($0)?.rendering.image }
            .map { (image: $0, poses: alone.poses(in: $0)) }
        #expect(expected.count == 5 && expected.allSatisfy { !$0.poses.isEmpty })
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    let (image, poses) = expected[task % expected.count]
                    return shared.poses(in: image) == poses
                }
            }
            for await equal in group { #expect(equal) }
        }
    }
}
