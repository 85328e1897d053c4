import PoiseBodyModel
import PoiseBody
import PoiseMannequin
import Testing

/// Poses of a figure whose joints are known exactly, from all sides.
@Suite struct MannequinViewTests {
    /// A pose counts as the figure's below this mean error, in units of the figure's box.
    private static let largestError = 0.1

    @Test func theFigureIsFoundFromAllSides() throws {
        let estimator = try PoseEstimator()
        let views = MannequinView.all
        #expect(views.count == 60)
        let found = views.map { view -> Pose? in
            estimator.poses(in: view.rendering.image).first { $0.meanError(to: view.truth) < Self.largestError }
        }
        report(Array(zip(views, found)))
        #expect(found.count { $0 != nil } >= 54)
    }

    /// Prints, by side and by posture, the number of detected views and the median errors of landmarks and angles.
    private func report(_ results: [(view: MannequinView, pose: Pose?)]) {
        print("| | found | mean landmark error / box | elbows | knees |\n|---|---|---|---|---|")
        for yaw in stride(from: 0, to: 360, by: 30) { row("yaw \(yaw)", results.filter { $0.view.yaw == yaw }) }
        for preset in MannequinView.presets { row(preset.name, results.filter { $0.view.preset == preset.name }) }
        row("all", results)
    }

    private func row(_ name: String, _ results: [(view: MannequinView, pose: Pose?)]) {
        let found = results.compactMap { view, pose in pose.map { (view: view, pose: $0) } }
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
        print(
            "| \(name) | \(found.count)/\(results.count) | \((error * 1000).rounded() / 1000) |",
            "\(angles([.leftElbow, .rightElbow])) | \(angles([.leftKnee, .rightKnee])) |")
    }
}
