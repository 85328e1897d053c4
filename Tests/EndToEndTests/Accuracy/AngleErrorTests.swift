import PoiseBodyModel
import PoiseBody
import PoiseMannequin
import Testing

/// Comparison of the errors of angles with their stated deviations, on figures whose angles are known exactly: those on
/// which the deviations were fitted, and those of the survey.
@Suite struct AngleErrorTests {
    /// An angle's distance from the truth, and its stated deviation, degrees.
    private typealias Sample = (error: Double, deviation: Double)

    private static let cause: Comment = "The deviations without a correction in space were fitted to other proportions."

    @Test(arguments: Accuracy.allCases, Proportions.tested)
    func mannequins(accuracy: Accuracy, proportions: Proportions) throws {
        let estimator = try PoseEstimator(options: PoseEstimator.Options(accuracy: accuracy))
        let found = MannequinView.all(proportions).compactMap { view in
            estimator.poses(in: view.rendering.image).first.map { (view, $0) }
        }
        for space in [AngleSpace.world, .imagePlane] {
            let samples = found.flatMap { view, pose in
                pose.angleErrors(in: space).compactMap { angle, deviation -> Sample? in
                    guard let ours = pose.angle(at: angle, in: space),
                        let exact = view.truth.angle(at: angle, in: space, minimumVisibility: 0)
                    else { return nil }
                    return (abs(ours.degrees - exact.degrees), deviation.degrees)
                }
            }.sorted { $0.deviation < $1.deviation }
            #expect(samples.count > 500)
            let quarters = (0..<4).map { samples[samples.count * $0 / 4..<samples.count * ($0 + 1) / 4] }
            print(
                "angles, \(proportions.testDescription), \(accuracy), \(space)\n| stated | root mean square error | within stated | within twice |"
            )
            for (index, quarter) in quarters.enumerated() {
                print("| \(rms(quarter.map(\.deviation))) | \(rms(quarter.map(\.error))) |", terminator: " ")
                print("\(share(quarter, within: 1)) | \(share(quarter, within: 2)) |")
                let isFitted =
                    proportions != .survey || accuracy != .reference || space != .world || index > 0
                // The share of a normal distribution, or more.
                withKnownIssue(Self.cause) {
                    #expect(share(quarter, within: 1) >= 0.67)
                } when: {
                    !isFitted
                }
                withKnownIssue(Self.cause) {
                    #expect(share(quarter, within: 2) >= 0.85)
                } when: {
                    !isFitted
                }
            }
            // Larger stated deviations go with larger errors. The correction in space makes the largest errors smaller, and the
            // deviations were fitted without it.
            let isCorrected = accuracy == .best || accuracy == .balanced && proportions == .byEye
            withKnownIssue("The deviations were fitted without the correction in space.") {
                #expect(rms(quarters[3].map(\.error)) > 1.5 * rms(quarters[0].map(\.error)))
            } when: {
                space == .world && isCorrected
            }
        }
    }

    private func share(_ samples: ArraySlice<Sample>, within deviations: Double) -> Double {
        let inside = samples.count { $0.error <= deviations * $0.deviation }
        return (1000 * Double(inside) / Double(samples.count)).rounded() / 1000
    }

    private func rms(_ values: [Double]) -> Double {
        let mean = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        return (10 * mean.squareRoot()).rounded() / 10
    }
}
