import PoiseBodyModel
import PoiseEvaluation
import Foundation
import PoiseBody
import Testing
import PoiseTestSupport

/// The results of Poise and of MediaPipe against joints that people have marked.
@Suite(.enabled(if: Reference.isAvailable, "needs the reference data")) struct AccuracyTests {
    private static let models = [ReferenceNetwork.full, .lite]

    /// MediaPipe's stored accuracy, computed by another program from the same results.
    private struct StoredAccuracy: Decodable {
        let summary: StoredSummary
        let photos: [String: StoredScore]?

        static func of(_ model: ReferenceNetwork) throws -> StoredAccuracy {
            let all = try JSONDecoder().decode(
                [String: StoredAccuracy].self, from: Data(Reference.bytes("golden/accuracy.json")))
            return try #require(all[model.rawValue])
        }
    }

    private struct StoredFigure: Decodable {
        let mean: Double
        let median: Double
        let photos: Int
    }

    private struct StoredSummary: Decodable {
        let photos: Int
        let found: Int
        let samePerson: Int
        let overBox: StoredFigure
        let overTorso: StoredFigure
        let correctByBox: StoredFigure
        let correctByTorso: StoredFigure
        let similarity: StoredFigure
        let alignedDistance: StoredFigure

        private enum CodingKeys: String, CodingKey {
            case photos, found
            case samePerson = "same_person"
            case overBox = "mean_over_box"
            case overTorso = "mean_over_torso"
            case correctByBox = "pck_0.1_box"
            case correctByTorso = "pck_0.2_torso"
            case similarity = "oks12"
            case alignedDistance = "pa_mpjpe_mm"
        }
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

    @Test(arguments: models) func theScorerReproducesMediaPipesFigures(model: ReferenceNetwork) throws {
        let stored = try StoredAccuracy.of(model)
        let photos = try #require(stored.photos)
        let truth = try MarkedPhotos.truth()
        let poses = Dictionary(
            uniqueKeysWithValues: try ReferencePhoto.all(model).filter { truth.images[$0.file] != nil }
                .map { ($0.file, $0.pose) })
        #expect(Set(photos.keys) == Set(poses.keys))
        for (file, pose) in poses {
            let expected = try #require(photos[file])
            let score = pose.flatMap { PoseScore($0, among: truth.images[file] ?? []) }
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
        let summary = AccuracySummary(try MarkedPhotos.mediaPipes(model))
        #expect(summary.images == stored.summary.photos)
        #expect(summary.found == stored.summary.found)
        #expect(summary.samePerson == stored.summary.samePerson)
        for (measure, theirs) in [
            (AccuracyMeasure.overBox, stored.summary.overBox), (.overTorso, stored.summary.overTorso),
            (.correctByTenth, stored.summary.correctByBox), (.correctByTorso, stored.summary.correctByTorso),
            (.similarity, stored.summary.similarity), (.alignedDistance, stored.summary.alignedDistance),
        ] {
            let ours = try #require(summary.figures[measure])
            #expect(isEqual(ours.mean, theirs.mean), "\(measure)")
            #expect(isEqual(ours.median, theirs.median), "\(measure)")
            #expect(ours.images == theirs.photos, "\(measure)")
        }
    }

    /// Whether a number equals the stored one, which is rounded to four digits.
    private func isEqual(_ value: Double?, _ stored: Double?) -> Bool {
        guard let value, let stored else { return value == nil && stored == nil }
        return abs(value - stored) <= 6e-4 * abs(stored)
    }

    @Test(arguments: models) func oursIsNoWorseThanMediaPipes(model: ReferenceNetwork) throws {
        let ours = AccuracySummary(try MarkedPhotos.ours(model, .reference))
        let theirs = AccuracySummary(try MarkedPhotos.mediaPipes(model))
        print(
            """
            \(AccuracySummary.head)
            \(theirs.row("MediaPipe \(model)"))
            \(ours.row("ours, \(model)"))
            """)
        #expect(ours.images == 15)
        #expect(ours.found == theirs.found)
        #expect(ours.samePerson == theirs.samePerson)
        func expectNear(_ measure: AccuracyMeasure, _ number: KeyPath<Estimate, Double>, _ tolerance: Double) throws {
            let pair = (try #require(ours.figures[measure]), try #require(theirs.figures[measure]))
            #expect(abs(pair.0[keyPath: number] - pair.1[keyPath: number]) < tolerance, "\(measure)")
        }
        // Equal counts of joints.
        try expectNear(.correctByTenth, \.mean, 1e-9)
        try expectNear(.correctByTorso, \.mean, 1e-9)
        try expectNear(.similarity, \.mean, 0.002)
        try expectNear(.overBox, \.median, 1e-3)
        try expectNear(.overTorso, \.median, 1e-3)
        try expectNear(.alignedDistance, \.mean, 0.5)
    }
}
