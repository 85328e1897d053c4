import BlazePose
import Foundation
import Landmarks
import Testing
import TestSupport

/// Ours and MediaPipe's results against joints that people have marked.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct AccuracyTests {
    private static let models = [ReferenceNetwork.full, .lite]

    /// MediaPipe's accuracy as it is stored.
    private struct StoredAccuracy: Decodable {
        let summary: AccuracySummary
        let photos: [String: StoredScore]?
    }

    private struct StoredScore: Decodable {
        let found: Bool
        let isSamePerson: Bool?
        let person: Int?
        let meanDistance: Double?
        let overBox: Double?
        let overTorso: Double?
        let correctByBox: Double?
        let correctByTorso: Double?
        let similarity: Double?
        let alignedDistance: Double?

        private enum CodingKeys: String, CodingKey {
            case found, person
            case isSamePerson = "same_person"
            case meanDistance = "mean_px"
            case overBox = "mean_over_box"
            case overTorso = "mean_over_torso"
            case correctByBox = "pck_0.1_box"
            case correctByTorso = "pck_0.2_torso"
            case similarity = "oks12"
            case alignedDistance = "pa_mpjpe_mm"
        }
    }

    private static func stored(_ model: ReferenceNetwork) throws -> StoredAccuracy {
        let all = try JSONDecoder().decode(
            [String: StoredAccuracy].self, from: Data(Reference.bytes("golden/accuracy.json")))
        return try #require(all[model.rawValue])
    }

    /// MediaPipe's pose on each annotated photo; `nil` where it found none.
    private static func mediaPipesPoses(_ model: ReferenceNetwork) throws -> [String: Pose?] {
        let truth = try AnnotatedPerson.reference()
        return Dictionary(
            uniqueKeysWithValues: try ReferencePhoto.all(model).filter { truth[$0.file] != nil }
                .map { ($0.file, $0.pose) })
    }

    @Test(arguments: models) func theScorerReproducesMediaPipesFigures(model: ReferenceNetwork) throws {
        let truth = try AnnotatedPerson.reference()
        let stored = try Self.stored(model)
        let photos = try #require(stored.photos)
        let poses = try Self.mediaPipesPoses(model)
        #expect(Set(photos.keys) == Set(poses.keys))
        var scores: [PhotoScore?] = []
        for (file, pose) in poses {
            let expected = try #require(photos[file])
            let score = pose.flatMap { PhotoScore($0, among: truth[file] ?? []) }
            scores.append(score)
            #expect((score != nil) == expected.found, "\(file)")
            guard let score else { continue }
            #expect(score.person == expected.person, "\(file)")
            #expect(score.isSamePerson == expected.isSamePerson, "\(file)")
            #expect(isEqual(score.meanDistance, expected.meanDistance), "\(file)")
            #expect(isEqual(score.overBox, expected.overBox), "\(file)")
            #expect(isEqual(score.overTorso, expected.overTorso), "\(file)")
            #expect(isEqual(score.correctByBox, expected.correctByBox), "\(file)")
            #expect(isEqual(score.correctByTorso, expected.correctByTorso), "\(file)")
            #expect(isEqual(score.similarity, expected.similarity), "\(file)")
            #expect(isEqual(score.alignedDistance, expected.alignedDistance), "\(file)")
        }
        let summary = AccuracySummary(scores)
        #expect(summary.photos == stored.summary.photos)
        #expect(summary.found == stored.summary.found)
        #expect(summary.samePerson == stored.summary.samePerson)
        for figure in [
            \AccuracySummary.overBox, \.overTorso, \.correctByBox, \.correctByTorso, \.similarity, \.alignedDistance,
        ] {
            let (ours, theirs) = (summary[keyPath: figure], stored.summary[keyPath: figure])
            #expect(isEqual(ours.mean, theirs.mean))
            #expect(isEqual(ours.median, theirs.median))
            #expect(ours.photos == theirs.photos)
        }
    }

    /// Whether a number is the stored one, which is rounded to four digits.
    private func isEqual(_ value: Double?, _ stored: Double?) -> Bool {
        guard let value, let stored else { return value == nil && stored == nil }
        return abs(value - stored) <= 6e-4 * abs(stored)
    }

    @Test(arguments: models) func oursIsNoWorseThanMediaPipes(model: ReferenceNetwork) throws {
        let truth = try AnnotatedPerson.reference()
        let estimator = try PoseEstimator(model: .network(try model.load()))
        let ours = AccuracySummary(
            try ReferencePhoto.all(model).compactMap { photo in
                guard let people = truth[photo.file] else { return nil }
                let pose = estimator.poses(in: try photo.image()).first
                return .some(pose.flatMap { PhotoScore($0, among: people) })
            })
        let theirs = AccuracySummary(
            try Self.mediaPipesPoses(model).map { file, pose in
                pose.flatMap { PhotoScore($0, among: truth[file] ?? []) }
            })
        print(
            """
            \(AccuracySummary.head)
            \(theirs.row("MediaPipe \(model)"))
            \(ours.row("ours, \(model)"))
            """)
        #expect(ours.photos == 15)
        #expect(ours.found == theirs.found)
        #expect(ours.samePerson == theirs.samePerson)
        // Equal counts of joints; the photos are added up in another order.
        #expect(abs(ours.correctByBox.mean - theirs.correctByBox.mean) < 1e-9)
        #expect(abs(ours.correctByTorso.mean - theirs.correctByTorso.mean) < 1e-9)
        #expect(abs(ours.similarity.mean - theirs.similarity.mean) < 0.002)
        #expect(abs(ours.overBox.median - theirs.overBox.median) < 1e-3)
        #expect(abs(ours.overTorso.median - theirs.overTorso.median) < 1e-3)
        #expect(abs(ours.alignedDistance.mean - theirs.alignedDistance.mean) < 0.5)
    }
}
