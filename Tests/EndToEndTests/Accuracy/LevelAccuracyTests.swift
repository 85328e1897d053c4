import BlazePose
import Foundation
import Landmarks
import Testing
import TestSupport

/// The levels of accuracy against joints that people have marked. A photo in which nobody is found counts with no joint.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct LevelAccuracyTests {
    @Test(arguments: [ReferenceNetwork.full, .lite]) func moreWorkIsNoWorse(model: ReferenceNetwork) throws {
        let truth = try AnnotatedPerson.reference()
        let shares = try Accuracy.allCases.map { accuracy in
            let estimator = try PoseEstimator(
                model: .network(try model.load()), options: PoseEstimator.Options(accuracy: accuracy))
            let scores = try ReferencePhoto.all(model).compactMap { photo -> PhotoScore?? in
                guard let people = truth[photo.file] else { return nil }
                return .some(estimator.poses(in: try photo.image()).first.flatMap { PhotoScore($0, among: people) })
            }
            print(AccuracySummary(scores).row("\(model) \(accuracy)"))
            return scores.reduce(0) { $0 + ($1?.correctByBox ?? 0) } / Double(scores.count)
        }
        print("\(model): PCK@.1 of all photos, nobody found counting 0: \(shares)")
        #expect(shares[2] >= shares[1])
        // The lite model sees a person on hands and feet so badly that the gate drops them: 2 of 12 joints were right.
        withKnownIssue(isIntermittent: false) {
            #expect(shares[1] >= shares[0])
        } when: {
            model == .lite
        }
    }
}
