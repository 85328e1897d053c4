import PoiseBodyModel
import PoiseBody
import PoiseEvaluation
import PoiseMannequin
import Testing

/// Poses of a figure whose joints are known exactly, from all sides.
@Suite struct MannequinViewTests {
    /// A pose counts as the figure's below this mean error, in units of the figure's box.
    private static let largestError = 0.1

    /// A view, the pose detected in it, and the comparison of the two.
    private struct Result {
        let view: MannequinView
        let pose: Pose?
        let score: ImageScore
    }

    @Test(arguments: [Accuracy.reference, .balanced], Proportions.tested)
    func theFigureIsFoundFromAllSides(accuracy: Accuracy, proportions: Proportions) throws {
        let estimator = try PoseEstimator(options: .init(accuracy: accuracy))
        let views = MannequinView.all(proportions)
        #expect(views.count == 60)
        let results = try views.map { view in
            let pose = estimator.poses(in: view.rendering.image).first {
                $0.meanError(to: view.truth) < Self.largestError
            }
            let truth = try #require(view.rendering.person(0))
            return Result(view: view, pose: pose, score: ImageScore("", poses: pose.map { [$0] } ?? [], truth: [truth]))
        }
        print(
            """
            \(proportions.testDescription), \(accuracy)
            | view or posture | detected | mean landmark error / box | PCK@0.1 | elbows, error | knees, error |
            |---|---|---|---|---|---|
            """)
        for yaw in stride(from: 0, to: 360, by: 30) { report("yaw \(yaw)", results.filter { $0.view.yaw == yaw }) }
        for preset in MannequinView.presets { report(preset, results.filter { $0.view.preset == preset }) }
        report("all", results)
        #expect(results.count { $0.pose != nil } >= 54)
    }

    /// Prints the number of detected views, the medians of the errors of landmarks and angles, and the share of the
    /// joints of the limbs within a tenth of the box, of which a missed figure has none.
    private func report(_ name: String, _ results: [Result]) {
        let found = results.compactMap { result in result.pose.map { (view: result.view, pose: $0) } }
        /// Returns the median error of the angles that the pose has, and their number.
        func angles(_ angles: [JointAngle]) -> String {
            let errors = found.flatMap { view, pose in
                angles.compactMap { angle -> Double? in
                    guard let ours = pose.angle(at: angle), let exact = view.rendering.figures[0].angles[angle]
                    else { return nil }
                    return abs(ours.degrees - exact.degrees)
                }
            }
            return "\((median(errors) * 10).rounded() / 10)° (\(errors.count))"
        }
        let error = median(found.map { $0.pose.meanError(to: $0.view.truth) })
        let correct = AccuracySummary(results.map(\.score)).figuresWithMissed[.correctByTenth]?.mean ?? 0
        print(
            "| \(name) | \(found.count)/\(results.count) | \((error * 1000).rounded() / 1000) |",
            "\((correct * 1000).rounded() / 1000) |",
            "\(angles([.leftElbow, .rightElbow])) | \(angles([.leftKnee, .rightKnee])) |")
    }
}
